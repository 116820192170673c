import Foundation
import SuperposeSession
import SuperposeWire
import Testing

struct ProcessUsageMeterTests {
  @Test func `percentages are of the time since the answer before`() {
    let meter = ProcessUsageMeter()
    #expect(meter.usage().kernelProcessor == nil)
    let end = ContinuousClock.now + .milliseconds(400)
    while ContinuousClock.now < end {}
    let busy = meter.usage()
    #expect(busy.kernelProcessor ?? 0 > 5)
    #expect(busy.hostProcessor ?? 0 > 5)
    Thread.sleep(forTimeInterval: 0.4)
    let idle = meter.usage()
    #expect(idle.kernelProcessor ?? .infinity < busy.kernelProcessor ?? 0)
  }

  @Test func `children count while they live`() throws {
    let meter = ProcessUsageMeter()
    let alone = try #require(meter.usage().kernelMemory)
    // A child that touches 64 MiB, says so, and waits for the end of its input.
    let child = Process()
    child.executableURL = URL(filePath: "/bin/sh")
    child.arguments = ["-c", "x=$(head -c 67108864 /dev/zero | tr '\\0' x); echo ready; read -r _; :$x"]
    let (input, output) = (Pipe(), Pipe())
    child.standardInput = input
    child.standardOutput = output
    try child.run()
    _ = output.fileHandleForReading.availableData
    let together = try #require(meter.usage().kernelMemory)
    try input.fileHandleForWriting.close()
    child.terminate()
    child.waitUntilExit()
    #expect(together - alone > 50 << 20)
  }

  @Test func `the machine is known by name`() {
    let usage = ProcessUsageMeter().usage()
    #expect(!usage.hostName.isEmpty && usage.processorCount > 0)
    #expect(usage.processID == Int(ProcessInfo.processInfo.processIdentifier))
  }
}
