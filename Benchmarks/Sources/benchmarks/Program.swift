import Foundation

/// The program as `make build` leaves it, run from outside.
struct Program {
  let path: String

  init() throws {
    path = repositoryRoot + "/.build/release/trochlea"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw BenchmarkError(description: "\(path) is missing: run make build")
    }
  }

  func measureStartUp(_ measurements: inout Measurements) throws {
    for (name, argument) in [("start-up", "--version"), ("start-up-activities", "activities")] {
      try measurements.measure(name, inProcess: false, note: "the process trochlea \(argument)") {
        Double(try run([argument]).ru_maxrss)
      }
    }
  }

  /// Largest resident size of a call, bytes; nil where it was not larger than that of this process, which a child
  /// begins with.
  func peakResidentSize(_ arguments: [String]) throws -> Int? {
    var own = rusage()
    unsafe getrusage(Self.thisProcess, &own)
    let child = try run(arguments)
    #if canImport(Darwin)
      let unit = 1
    #else
      let unit = 1024
    #endif
    return child.ru_maxrss > own.ru_maxrss ? child.ru_maxrss * unit : nil
  }

  #if canImport(Darwin)
    private static let thisProcess = RUSAGE_SELF
  #else
    private static let thisProcess = __rusage_who_t(RUSAGE_SELF.rawValue)
  #endif

  /// Runs the program to its end, its output dropped.
  private func run(_ arguments: [String]) throws -> rusage {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      unsafe posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    var argv = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe argv.forEach { unsafe free($0) } }
    var pid = pid_t()
    let problem = unsafe posix_spawn(&pid, path, &actions, nil, &argv, environ)
    var status: Int32 = 0
    var usage = rusage()
    guard problem == 0, unsafe wait4(pid, &status, 0, &usage) == pid else {
      throw BenchmarkError(description: "\(path) cannot be started")
    }
    // 3: solved, and some muscles at their limit. The exit code stands above the eight bits of a signal.
    guard status == 0 || status == 3 << 8 else {
      throw BenchmarkError(
        description: "trochlea \(arguments.joined(separator: " ")): wait status \(status)")
    }
    return usage
  }
}

/// The folder of the whole project, three above the sources of this package's program.
let repositoryRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../../..").standardizedFileURL.path
