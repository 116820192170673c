internal import Foundation
public import SuperposeDisplay
internal import SuperposeJSON
internal import ToyLib

/// A sweep whose points Slurm runs.
public struct SweepSubmission: Sendable {
  public let sweep: Sweep
  /// Where the results are.
  public let folder: String
  /// Slurm's number of the job array; `nil` if every point was done already.
  public let job: String?

  package init(sweep: Sweep, folder: String, job: String?) {
    self.sweep = sweep
    self.folder = folder
    self.job = job
  }

  /// How far it is, and what Slurm says of its tasks.
  public var status: SweepStatus { sweep.statusWithJobs(in: folder) }

  /// The results of the points that are done.
  public var results: SweepResults { sweep.results(in: folder) }

  /// Shows the status and updates it until all points are done, or no task is left.
  ///
  /// - Parameter interval: Seconds between two looks.
  /// - Returns: The results of the points that are done.
  /// - Throws: `CancellationError` on interruption, which ends the wait and not the job.
  public func wait(interval: Double = 2) throws -> SweepResults {
    let display = try displayUpdatable(status)
    while true {
      let status = status
      try display.update(status)
      // Results may arrive after the last task is out of Slurm's list.
      if status.isComplete || status.jobs.isEmpty { break }
      let end = Date(timeIntervalSinceNow: max(0.1, interval))
      while Date.now < end {
        if Cancellation.isRequested { throw CancellationError() }
        Thread.sleep(forTimeInterval: 0.05)
      }
    }
    try display.update(status)
    return results
  }
}

extension SweepSubmission: CustomStringConvertible, Displayable {
  public var description: String {
    job.map { "\(sweep.name): job \($0), results in \(folder)" }
      ?? "\(sweep.name): every point is done, in \(folder); nothing is left to do"
  }

  public var mimeBundle: MIMEBundle { MIMEBundle(plainText: description) }
}

extension Sweep {
  /// Gives the points that are left to Slurm, as a job array.
  ///
  /// - Parameters:
  ///   - options: `.slurm(partition: "batch", time: "01:00:00")`.
  ///   - folder: For the results, on a file system that the nodes share; by default the name and `-results`.
  /// - Throws: ``SweepError``: for a sweep of a function, which no other process can call, without Slurm, or
  ///   when Slurm refuses the job.
  public func submit(_ options: SlurmOptions, in folder: String? = nil) throws -> SweepSubmission {
    guard let contents = fileContents else { throw SweepError.needsScript(work: name) }
    let place = folder ?? "\(name)-results"
    let files = try SweepFolder(creating: place)
    try files.write(contents.text(isPretty: true) + "\n", to: "\(place)/sweep.json")
    return try submit(options, source: "\(place)/sweep.json", in: place, program: Self.program())
  }

  /// The program `superpose`, beside the one that runs.
  package static func program() throws -> String {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: own).deletingLastPathComponent().appending(path: "superpose").path
  }

  /// - Parameter source: The sweep's file or script.
  package func submit(
    _ options: SlurmOptions, source: String, in place: String, program: String
  ) throws -> SweepSubmission {
    let script = try SlurmScript(self, source: source, folder: place, program: program, options: options)
    let files = try SweepFolder(creating: place)
    let status = status(in: place)
    guard !status.isComplete else { return SweepSubmission(sweep: self, folder: place, job: nil) }
    // Slurm writes no output of a task where this folder is missing.
    try FileManager.default.createDirectory(atPath: "\(place)/logs", withIntermediateDirectories: true)
    let path = "\(place)/job.sh"
    try files.write(script.text(left: status.total - status.done), to: path)
    let job = try Slurm.submit(script: path)
    try files.note(job: job)
    return SweepSubmission(sweep: self, folder: place, job: job)
  }

  /// With the states of the tasks of every job that was submitted for the folder.
  package func statusWithJobs(in folder: String) -> SweepStatus {
    var status = status(in: folder)
    status.jobs = Slurm.states(of: SweepFolder(reading: folder).jobs)
    return status
  }
}

extension SweepFolder {
  /// One file a job, so that two submissions at once lose none.
  fileprivate func note(job: String) throws {
    try FileManager.default.createDirectory(atPath: "\(path)/jobs", withIntermediateDirectories: true)
    try write("", to: "\(path)/jobs/\(job)")
  }

  fileprivate var jobs: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/jobs")) ?? [])
      .filter { $0.allSatisfy(\.isNumber) }.sorted()
  }
}
