// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import Foundation
internal import SuperposeFingerprints
internal import SuperposeJSON

/// What the process that runs cells tells of itself and of a notebook's variables, as JSON: `%stamp`.
public func __stamp(_ variables: [(String, Any)]) -> MIMEBundle {
  let models = variables.flatMap { name, value in
    fingerprints(of: value).map { suffix, fingerprint, seed -> JSONValue in
      ["name": .string(name + suffix), "fingerprint": .string(fingerprint), "seed": .string(String(seed))]
    }
  }
  let stamp: JSONValue = [
    "models": .array(models), "vectorUnits": .string(VectorUnits.preferred.rawValue),
    "threads": .integer(ProcessInfo.processInfo.activeProcessorCount),
  ]
  return MIMEBundle(data: [.json: .json(stamp), .plainText: .text("stamp")])
}

/// The trained models in a value: what stands behind the variable's name, fingerprint and seed.
private func fingerprints(of value: Any) -> [(String, String, UInt64)] {
  switch value {
  case let model as TrainedModel: [("", model.network.fingerprint, model.seed)]
  case let models as TrainedModels: fingerprints(ofList: Array(models))
  case let models as [TrainedModel]: fingerprints(ofList: models)
  case let model as TrainedLayeredNetwork: [("", model.network.fingerprint, model.seed)]
  case let models as TrainedLayeredNetworks: fingerprints(ofList: Array(models))
  case let models as [TrainedLayeredNetwork]: fingerprints(ofList: models)
  case let model as TrainedAutoencoder: [("", fingerprint(of: model.dictionary), model.seed)]
  case let models as [TrainedAutoencoder]:
    models.enumerated().map { ("[\($0)]", fingerprint(of: $1.dictionary), $1.seed) }
  default: []
  }
}

private func fingerprints(ofList models: [TrainedModel]) -> [(String, String, UInt64)] {
  models.enumerated().map { ("[\($0)]", $1.network.fingerprint, $1.seed) }
}

private func fingerprints(ofList models: [TrainedLayeredNetwork]) -> [(String, String, UInt64)] {
  models.enumerated().map { ("[\($0)]", $1.network.fingerprint, $1.seed) }
}

private func fingerprint(of matrix: Matrix) -> String {
  var fingerprint = Fingerprint()
  fingerprint.add(matrix.elements)
  return fingerprint.hexadecimal
}
