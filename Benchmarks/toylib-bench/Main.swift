import Foundation
import ToyLib

/// `toylib-bench` alone measures every run; `run NAME SECONDS`, `scaling` and `peak` one thing. All
/// print JSON Lines. Benchmarks/bench.py puts them beside PyTorch and JAX.
@main struct Main {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case nil:
      for each in Run.all { try run(each.name, seconds: 1) }
      for each in try others { try run(each.name, seconds: 1) }
    case "run" where arguments.count == 3:
      try run(arguments[1], seconds: Double(arguments[2]) ?? 1)
    case "scaling":
      try Scaling.print()
      try LayeredScaling.print()
    case "peak":
      write([("units", "\"\(VectorUnits.preferred)\""), ("gflops_one_core", "\(peak)")])
    default:
      print("toylib-bench [run NAME SECONDS | scaling | peak]")
    }
  }

  /// The runs after those of the paper.
  private static var others: [any MeasuredRun] {
    get throws {
      let layered: [any MeasuredRun] = try LayeredRun.all
      return layered + [AutoencoderRun(), DecompositionRun()]
    }
  }

  private static func run(_ name: String, seconds: Double) throws {
    let runs: [any MeasuredRun] = Run.all + (try others)
    guard let run = runs.first(where: { $0.name == name }) else {
      print("no run \(name); there are \(runs.map(\.name))")
      return
    }
    for threads in run.threads {
      let rate = try run.best(seconds: seconds / 4, rounds: 4, threads: threads, units: .preferred)
      write([
        ("name", "\"\(name)\""), ("threads", "\(threads)"), ("steps_per_s", "\(rate)"),
        ("gflops", "\(rate * run.operations / 1e9)"), ("memory_mb", "\(peakMemory)"),
      ])
    }
  }

  static var peak: Double { VectorUnits.preferred.peak(seconds: 0.3) }

  /// Megabytes that the process has had at once.
  static var peakMemory: Double {
    var usage = rusage()
    getrusage(0, &usage)  // RUSAGE_SELF, whose type differs between systems
    return Double(usage.ru_maxrss) / 1024
  }

  static func write(_ members: [(String, String)]) {
    print("{" + members.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
  }
}
