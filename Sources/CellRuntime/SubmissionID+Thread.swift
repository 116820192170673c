import CSuperposeCellHost
import SuperposeEvaluation

extension SubmissionID {
  /// The cell for which the calling thread works; `nil` if none.
  static var ofThisThread: SubmissionID? {
    get { SubmissionID(packed: guardedLabel()) }
    set { guardedSetLabel(newValue?.packed ?? -1) }
  }
}
