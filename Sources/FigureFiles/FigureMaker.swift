internal import CSuperposeCrypto
internal import Foundation
public import SuperposeExperiments
internal import SuperposeJSON
internal import SuperposePlot

/// Runs experiments without a notebook and writes their figures to files.
public struct FigureMaker: Sendable {
  /// The folder for files; `nil` writes none.
  public var directory: String?
  public var pace: Pace

  public init(directory: String?, pace: Pace = .full) {
    self.directory = directory
    self.pace = pace
  }

  /// The experiments with the given names; all experiments if there are no names.
  ///
  /// - Throws: `FigureFileError` for an unknown name.
  public static func experiments(named names: [String]) throws -> [any Experiment] {
    guard !names.isEmpty else { return Catalogue.experiments.map { $0.init() } }
    return try names.map { name in
      guard let experiment = Catalogue.experiment(named: name) else {
        throw FigureFileError.unknownExperiment(
          name: name, known: Catalogue.experiments.map { $0.name })
      }
      return experiment
    }
  }

  /// Runs `experiment` and writes each of its figures as NAME.svg, NAME.png and NAME.pdf.
  public func make(_ experiment: some Experiment) throws -> FigureManifest.Entry {
    let experiment = experiment.paced(pace)
    let result = try experiment.run()
    let claims = try result.allClaims.map(FigureManifest.Outcome.init)
    var hashes: [String: String] = [:]
    for named in result.figures {
      hashes[named.name] = try Self.hash(named.figure)
      try write(named)
    }
    return FigureManifest.Entry(
      experiment: type(of: experiment).name, source: type(of: experiment).source,
      parameters: try Self.asRead(experiment.provenance.parameters), seed: experiment.seed, figures: hashes,
      numbers: Self.hash(try resultsText(of: claims)), claims: claims)
  }

  private func write(_ named: NamedFigure) throws {
    guard let directory else { return }
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    for ending in ["svg", "png", "pdf"] {
      try named.figure.save("\(directory)/\(named.name).\(ending)")
    }
  }

  /// As read back from a file, because JSON does not distinguish 0 and 0.0.
  private static func asRead(_ parameters: JSONObject) throws -> JSONObject {
    try JSONReader.decode(JSONObject.self, from: JSONEncoder().encode(parameters))
  }

  /// The hash of the figure's SVG without its provenance, which the manifest holds beside it: what
  /// is drawn decides the hash, not the words that describe the run.
  private static func hash(_ figure: Figure) throws -> String {
    hash(try figure.provenance(nil).svg())
  }

  /// SHA-256 in lower-case hexadecimal.
  static func hash(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil)
    return digest.prefix(Int(length)).map { String(format: "%02x", $0) }.joined()
  }
}
