package import SuperposeWire

/// Knows what the kernel and its machine are using.
package protocol UsageMeter: Sendable {
  func usage() -> UsageReply
}
