/// Why a sweep cannot be made, run or submitted. The description is a full sentence.
public enum SweepError: Error, Hashable, Sendable, CustomStringConvertible {
  case axisName(String)
  case emptyAxis(name: String)
  case repeatedAxis(name: String)
  case repeatedValue(axis: String, value: String)
  case seeds(reason: String)
  case tooManyPoints(count: String, limit: Int)
  case sameName(points: String)
  case file(path: String, reason: String)
  case unknownExperiment(name: String, known: [String])
  case noParameter(name: String, known: [String])
  case wrongKind(name: String, wanted: String, found: String)
  case unusableValue(name: String, value: String)
  case folder(path: String, reason: String)
  case otherSweep(folder: String)
  case noPoint(number: Int, count: Int)
  case share(String)
  case numbers(String)
  case needsScript(work: String)
  case noColumn(name: String, known: [String])
  case nothingDone(folder: String)
  case allFailed(count: Int, first: String)
  case slurm(String)

  public var description: String {
    switch self {
    case .axisName(let name): "An axis cannot be called '\(name)': wanted the name of a parameter, and not 'seed'."
    case .emptyAxis(let name): "The axis \(name) has no values."
    case .repeatedAxis(let name): "There are two axes called \(name)."
    case .repeatedValue(let axis, let value): "The axis \(axis) has the value \(value) twice."
    case .seeds(let reason): "The seeds of a sweep \(reason)."
    case .tooManyPoints(let count, let limit): "The sweep has \(count) points; wanted at most \(limit)."
    case .sameName(let points): "Two points have the same name: \(points)."
    case .file(let path, let reason): "\(path) is not a sweep: \(reason)."
    case .unknownExperiment(let name, let known):
      "There is no experiment named \(name). The experiments are: \(known.joined(separator: ", "))."
    case .noParameter(let name, let known):
      "The sweep has no axis \(name). Its axes are: \(known.joined(separator: ", "))."
    case .wrongKind(let name, let wanted, let found): "The value of \(name) must be \(wanted), and is \(found)."
    case .unusableValue(let name, let value):
      "The measurement \(name) is \(value): wanted a number, a text, or true or false."
    case .folder(let path, let reason): "\(path): \(reason)."
    case .otherSweep(let folder):
      "\(folder) has the results of another sweep. Choose another folder, or remove this one."
    case .noPoint(let number, let count):
      "There is no point \(number): the \(count) points have the numbers 0 to \(count - 1)."
    case .share(let text):
      "'\(text)' is not a share: wanted two whole numbers such as 0/4, the first of four shares."
    case .numbers(let text): "'\(text)' are not numbers of points: wanted whole numbers and ranges, such as 0-3,7."
    case .needsScript(let work):
      "\(work) is a function of this process, which cannot be sent to others. Put the sweep into a script, "
        + "and submit it with: superpose sweep run SCRIPT.swift --slurm"
    case .noColumn(let name, let known):
      "There is no column \(name). The columns are: \(known.joined(separator: ", "))."
    case .allFailed(let count, let first): "All \(count) points failed. The first one that failed: \(first)"
    case .nothingDone(let folder): "\(folder) has no results yet."
    case .slurm(let problem): "Slurm: \(problem)"
    }
  }
}
