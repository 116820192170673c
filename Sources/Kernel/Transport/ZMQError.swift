import CSuperposeZMQ

/// A call to libzmq that failed.
package struct ZMQError: Error, Equatable, Sendable {
  package var code: Int32
  /// The function that failed, such as `zmq_bind`.
  package var call: String
  /// The object of the call, such as an endpoint.
  package var subject: String

  /// The last error of libzmq on this thread.
  static func latest(_ call: String, _ subject: String) -> ZMQError {
    ZMQError(code: zmq_errno(), call: call, subject: subject)
  }
}

extension ZMQError: CustomStringConvertible {
  package var description: String {
    "\(call) failed on \(subject): \(String(cString: zmq_strerror(code)))"
  }
}
