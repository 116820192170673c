/// Requests the resource usage of the kernel and its machine. jupyter-resource-usage sends it on
/// control.
///
/// Not in the specification; introduced by ipykernel. Source:
/// https://github.com/ipython/ipykernel/blob/main/ipykernel/kernelbase.py (`usage_request`)
package struct UsageRequest: RequestContent {
  package typealias Answer = UsageReply
  package static let messageType = "usage_request"
  package init() {}
}

/// The resource usage of the kernel and its machine. Unavailable values are left out.
package struct UsageReply: MessageContent {
  package static let messageType = "usage_reply"
  /// The machine's name.
  package var hostName: String
  package var processID: Int
  package var processorCount: Int
  /// The kernel with the processes that it has started: percent of one processor since last asked.
  package var kernelProcessor: Double?
  /// The same processes' memory in bytes; what they share with others is divided.
  package var kernelMemory: Int?
  /// The machine's processors: percent of all since last asked.
  package var hostProcessor: Double?
  package var hostMemory: VirtualMemory?

  package init(
    hostName: String, processID: Int, processorCount: Int, kernelProcessor: Double? = nil,
    kernelMemory: Int? = nil, hostProcessor: Double? = nil, hostMemory: VirtualMemory? = nil
  ) {
    self.hostName = hostName
    self.processID = processID
    self.processorCount = processorCount
    self.kernelProcessor = kernelProcessor
    self.kernelMemory = kernelMemory
    self.hostProcessor = hostProcessor
    self.hostMemory = hostMemory
  }

  enum CodingKeys: String, CodingKey {
    case hostName = "hostname"
    case processID = "pid"
    case processorCount = "cpu_count"
    case kernelProcessor = "kernel_cpu"
    case kernelMemory = "kernel_memory"
    case hostProcessor = "host_cpu_percent"
    case hostMemory = "host_virtual_memory"
  }

  /// The machine's memory in bytes, with the names of psutil's `virtual_memory`.
  package struct VirtualMemory: Codable, Equatable, Sendable {
    package var total: Int
    package var available: Int
    /// The unavailable memory, in percent.
    package var percent: Double
    /// The unavailable memory.
    package var used: Int
    package var free: Int
    package var active: Int
    package var inactive: Int
    package var buffers: Int
    package var cached: Int
    package var shared: Int

    package init(
      total: Int, available: Int, free: Int, active: Int, inactive: Int, buffers: Int, cached: Int,
      shared: Int
    ) {
      self.total = total
      self.available = available
      self.free = free
      self.active = active
      self.inactive = inactive
      self.buffers = buffers
      self.cached = cached
      self.shared = shared
      used = total - available
      percent = total > 0 ? 100 * Double(used) / Double(total) : 0
    }
  }
}
