// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import Foundation

/// Measures how long `body` takes, and prints it: `%timeit`.
///
/// - Parameters:
///   - calls: In one run. Default: as many as take a tenth of a second.
///   - runs: Default: seven, or three if one takes more than five seconds.
public func __time<Value>(calls wanted: Int? = nil, runs: Int? = nil, _ body: () throws -> Value) rethrows {
  func run(_ calls: Int) throws -> Double {
    let start = ContinuousClock.now
    for _ in 0..<calls { _ = try body() }
    return (ContinuousClock.now - start) / .seconds(1)
  }
  // The first call also pays for what is made once.
  _ = try body()
  var calls = wanted ?? 1
  var seconds = try run(calls)
  while wanted == nil, let more = Timing.calls(after: calls, taking: seconds) {
    calls = more
    seconds = try run(calls)
  }
  var times = [seconds / Double(calls)]
  while times.count < runs ?? Timing.runs(taking: seconds) { times.append(try run(calls) / Double(calls)) }
  print(Timing(times: times, calls: calls).text)
}

/// Measures asynchronous code, as above.
public func __timeAsync<Value>(
  calls wanted: Int? = nil, runs: Int? = nil, _ body: () async throws -> Value
) async rethrows {
  func run(_ calls: Int) async throws -> Double {
    let start = ContinuousClock.now
    for _ in 0..<calls { _ = try await body() }
    return (ContinuousClock.now - start) / .seconds(1)
  }
  _ = try await body()
  var calls = wanted ?? 1
  var seconds = try await run(calls)
  while wanted == nil, let more = Timing.calls(after: calls, taking: seconds) {
    calls = more
    seconds = try await run(calls)
  }
  var times = [seconds / Double(calls)]
  while times.count < runs ?? Timing.runs(taking: seconds) { times.append(try await run(calls) / Double(calls)) }
  print(Timing(times: times, calls: calls).text)
}

/// Times of equal runs, in seconds for one call.
struct Timing {
  let times: [Double]
  let calls: Int

  /// How many calls to try next for one run, after one that was too short; `nil` when it was long enough.
  static func calls(after calls: Int, taking seconds: Double) -> Int? {
    seconds < 0.1 && calls < 1 << 30 ? calls * (seconds < 0.01 ? 10 : 2) : nil
  }

  /// How many runs there are.
  static func runs(taking seconds: Double) -> Int { seconds > 5 ? 3 : 7 }

  /// `1.23 µs ± 0.05 µs a call (mean ± standard deviation of 7 runs of 100000 calls; fastest 1.19 µs)`.
  var text: String {
    let mean = times.reduce(0, +) / Double(times.count)
    let variance = times.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(max(1, times.count - 1))
    let calls = self.calls == 1 ? "1 call" : "\(self.calls) calls"
    let runs = times.count == 1 ? "1 run" : "\(times.count) runs"
    return "\(Self.words(mean)) ± \(Self.words(variance.squareRoot())) a call "
      + "(mean ± standard deviation of \(runs) of \(calls); fastest \(Self.words(times.min() ?? mean)))"
  }

  private static func words(_ seconds: Double) -> String {
    let units = [(1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")]
    let (size, unit) = units.first { seconds >= $0.0 } ?? (1e-9, "ns")
    return "\(String(format: "%.3g", seconds / size)) \(unit)"
  }
}
