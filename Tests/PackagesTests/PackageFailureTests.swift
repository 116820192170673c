import SuperposePackages
import Testing

struct PackageFailureTests {
  private func words(_ output: String) -> String { PackageFailure(ofBuild: output, in: "/cache").description }

  @Test func `a repository that cannot be reached is named with git's reason`() {
    let output = """
      Fetching https://a.org/b
      error: Failed to clone repository https://a.org/b:
          Cloning into bare repository '/x'...
          fatal: unable to access 'https://a.org/b/': Couldn't connect to server
      """
    #expect(
      words(output)
        == "https://a.org/b cannot be fetched: unable to access 'https://a.org/b/': Couldn't connect to server")
  }

  @Test func `an address without a host is named, not the cache`() {
    let output = """
      Fetching https://nowhere.invalid/b
      error: Git command 'git -C /x config --get remote.origin.url' failed: fatal: cannot change to '/x'
      """
    #expect(words(output).hasPrefix("https://nowhere.invalid/b cannot be fetched: its host was not found"))
  }

  @Test(arguments: [
    "<unknown>:0: error: unable to open output file '/x.pcm': 'No space left on device'",
    "warning: 'kit': failed loading cached manifest: databaseFull\nerror: Invalid manifest (compiled with: [])",
  ])
  func `a full disk is what is told`(_ output: String) {
    #expect(words(output).contains("no space left") && words(output).contains("/cache"))
  }

  @Test func `a manifest's own error is told`() {
    let output = """
      error: Invalid manifest (compiled with: ["/usr/bin/swiftc", "-o", "/tmp/x"])
      /kit/Package.swift:5:14: error: cannot find 'x' in scope
      """
    #expect(
      words(output) == "the package's Package.swift is not valid: cannot find 'x' in scope (/kit/Package.swift:5)")
  }

  @Test func `names of the generated package are left out`() {
    let product =
      "error: 'kit-1aczsmf6nq9r1': product 'No' required by package 'kit-1aczsmf6nq9r1' target 'NotebookPackages' "
      + "not found in package 'kit'."
    #expect(words(product) == "the package kit has no library product No")
    let version =
      "error: Dependencies could not be resolved because no versions of 'kit' match the requirement 9.0.0..<10.0.0 "
      + "and root depends on 'kit' 9.0.0..<10.0.0."
    #expect(words(version).hasSuffix("match the requirement 9.0.0..<10.0.0."))
  }

  @Test func `other errors stay as they are`() {
    #expect(words("[1/2] Compiling\n/kit/a.swift:1:2: error: missing return") == "missing return")
    #expect(words("nothing") == "the package manager failed without an error message")
  }
}
