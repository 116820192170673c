package import SuperposeWire

/// Measures the resources that the kernel and its machine use.
package protocol UsageMeter: Sendable {
  func usage() -> UsageReply
}
