import Foundation
import SuperposeCellMessages
import SuperposeCellSupport
import SuperposeHostLink

/// The name of an error's type, and what it says of itself.
///
/// What `#require` throws describes itself by the fields of the expectation; it has recorded a sentence.
func words(for error: any Error) -> (type: String, description: String) {
  let reports = takeTestReports()
  let isRecorded = String(reflecting: Swift.type(of: error)) == "Testing.ExpectationFailedError"
  if isRecorded, !reports.isEmpty {
    return ("\(TestFailure.self)", "\(TestFailure(reports: reports))".withoutModuleNames)
  }
  return (
    String(describing: Swift.type(of: error)),
    (reports + [describe(error)]).joined(separator: "\n")
  )
}

/// What an error says of itself. Foundation's own describe their fields; their sentence is asked for.
private func describe(_ error: any Error) -> String {
  if let localized = error as? any LocalizedError, let text = localized.errorDescription {
    return text
  }
  if let known = FoundationError(error) { return known.description }
  let text = String(describing: error)
  let sentence = text.hasPrefix("Error Domain=") ? error.localizedDescription : text
  return sentence.withoutModuleNames.shortened(to: 5_000)
}
