/// An error of making or comparing figures. The description is a full sentence.
public enum FigureFileError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownExperiment(name: String, known: [String])
  case unreadable(path: String, reason: String)

  public var description: String {
    switch self {
    case .unknownExperiment(let name, let known):
      "There is no experiment named \(name). The experiments are: \(known.joined(separator: ", "))."
    case .unreadable(let path, let reason):
      "\(path) is not a figure manifest: \(reason)"
    }
  }
}
