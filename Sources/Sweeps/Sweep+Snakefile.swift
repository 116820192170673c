internal import Foundation

extension Sweep {
  /// Rules for Snakemake: one job for each point, and the table of all results.
  package func snakefile(source: String, folder: String, program: String) -> String {
    """
    # Made by: superpose sweep snakefile \(source.shellQuoted)
    # Run it with: snakemake --cores all --snakefile FILE, or with an executor of a cluster.
    POINTS = {
    \(points.map { "    \"\($0.name)\": \($0.number)," }.joined(separator: "\n"))
    }
    SUPERPOSE = \(program.pythonQuoted)
    SOURCE = \(source.pythonQuoted)
    FOLDER = \(folder.pythonQuoted)


    rule all:
        input: FOLDER + "/results.csv"


    rule point:
        output: FOLDER + "/points/{name}.json"
        params: number=lambda wildcards: POINTS[wildcards.name]
        threads: 1
        shell: "{SUPERPOSE:q} sweep run {SOURCE:q} --out {FOLDER:q} --jobs 1 --points {params.number}"


    rule collect:
        input: expand(FOLDER + "/points/{name}.json", name=POINTS)
        output: FOLDER + "/results.csv"
        shell: "{SUPERPOSE:q} sweep collect {SOURCE:q} --out {FOLDER:q} --table {output:q}"

    """
  }

  /// A command line of GNU parallel that runs all points, and goes on after an interruption.
  package func parallelCommand(source: String, folder: String, program: String) -> String {
    let words = [program, "sweep", "run", source, "--out", folder, "--jobs", "1", "--points"].map(\.shellQuoted)
    return "seq 0 \(points.count - 1) | parallel --resume-failed --joblog \("\(folder)-jobs.txt".shellQuoted) "
      + words.joined(separator: " ") + " {}"
  }
}

extension String {
  /// As a text of Python.
  fileprivate var pythonQuoted: String {
    let escaped = replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    return "\"\(escaped)\""
  }
}
