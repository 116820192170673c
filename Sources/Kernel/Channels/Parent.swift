import SuperposeEvaluation
import SuperposeWire

/// The parts of a submission that its outputs need.
struct Parent {
  var id: SubmissionID
  /// The header of its request.
  var header: ParentHeader
  /// The routing frames of the client, which answers input requests.
  var identities: [[UInt8]]
  var executionCount: Int
  var isSilent: Bool
  var allowsInput: Bool
  var quota: OutputQuota
}

/// The submissions whose outputs can still be attributed: the latest thousand, and the latest comm
/// messages (a slider sends many).
struct Parents {
  private var known: [SubmissionID: Parent] = [:]
  private var order: [SubmissionID] = []
  /// The owner of output from an unknown source: the latest submission that shows output.
  private var latest: Parent?
  private var commOrder: [SubmissionID] = []
  private let capacity: Int
  private static let commCapacity = 256

  init(capacity: Int = 1000) { self.capacity = capacity }

  mutating func add(_ parent: Parent) {
    known[parent.id] = parent
    if case .comm = parent.id { return addComm(parent.id) }
    order.append(parent.id)
    if !parent.isSilent { latest = parent }
    if order.count > capacity { known[order.removeFirst()] = nil }
  }

  private mutating func addComm(_ id: SubmissionID) {
    commOrder.append(id)
    if commOrder.count > Self.commCapacity { known[commOrder.removeFirst()] = nil }
  }

  /// The submission `id`, or else the latest one that shows its output.
  subscript(id: SubmissionID?) -> Parent? { id.flatMap { known[$0] } ?? latest }

  /// Changes a submission that is still known.
  mutating func update(_ id: SubmissionID, _ change: (inout Parent) -> Void) {
    guard var parent = known[id] else { return }
    change(&parent)
    known[id] = parent
  }
}
