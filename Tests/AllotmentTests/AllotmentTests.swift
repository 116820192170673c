import SuperposeAllotment
import Testing

@Suite struct AllotmentTests {
  private func allotment(
    affinity: Int = 64, files: [String: String] = [:], environment: [String: String] = [:]
  ) -> Allotment {
    Allotment(
      of: AllotmentSource(
        affinity: affinity, file: { files[$0] }, environment: { environment[$0] }))
  }

  @Test func withoutLimitsItIsTheMachine() {
    #expect(allotment() == Allotment(processors: 64, memory: nil))
    let unlimited = [
      "/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "max 100000\n",
      "/sys/fs/cgroup/memory.max": "max\n",
    ]
    #expect(allotment(files: unlimited) == Allotment(processors: 64, memory: nil))
  }

  @Test func theSmallestLimitCounts() {
    let files = [
      "/proc/self/cgroup": "0::/user.slice/job\n", "/sys/fs/cgroup/user.slice/cpu.max": "250000 100000\n",
      "/sys/fs/cgroup/user.slice/job/cpu.max": "max 100000\n",
      "/sys/fs/cgroup/user.slice/job/memory.max": "2147483648\n",
      "/sys/fs/cgroup/user.slice/memory.max": "4294967296\n",
    ]
    #expect(allotment(files: files) == Allotment(processors: 3, memory: 2 << 30))
    #expect(allotment(affinity: 2, files: files).processors == 2)
    let hub = ["CPU_LIMIT": "1.0", "MEM_LIMIT": "1073741824"]
    #expect(allotment(files: files, environment: hub) == Allotment(processors: 1, memory: 1 << 30))
  }

  @Test func theFirstVersionOfCgroups() {
    let files = [
      "/proc/self/cgroup": "4:memory:/docker/1f\n2:cpu,cpuacct:/docker/1f\n1:name=systemd:/\n",
      "/sys/fs/cgroup/cpu/docker/1f/cpu.cfs_quota_us": "50000\n",
      "/sys/fs/cgroup/cpu/docker/1f/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/memory/docker/1f/memory.limit_in_bytes": "536870912\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    ]
    #expect(allotment(files: files) == Allotment(processors: 1, memory: 512 << 20))
  }

  @Test(arguments: ["", "many", "0", "-1", "nan", "inf"]) func nonsenseLimitsNothing(text: String) {
    let environment = ["CPU_LIMIT": text, "MEM_LIMIT": text]
    #expect(allotment(environment: environment) == Allotment(processors: 64, memory: nil))
    let files = ["/proc/self/cgroup": "0::/\n:\n", "/sys/fs/cgroup/cpu.max": text]
    #expect(allotment(files: files).processors == 64)
  }

  @Test(arguments: [
    ("Cpus_allowed:\tff\nCpus_allowed_list:\t0-1\n", 2), ("Cpus_allowed_list:\t3\n", 1),
    ("Cpus_allowed_list:\t0-3,8,10-11\n", 7), ("Cpus_allowed_list:\t\n", nil), ("", nil),
  ]) func theProcessorsThatAProcessMayRunOn(text: String, count: Int?) {
    #expect(AllotmentSource.processors(inStatus: text) == count)
  }

  @Test func thisProcessMayUseAProcessor() {
    #expect(Allotment.current.processors >= 1)
  }
}
