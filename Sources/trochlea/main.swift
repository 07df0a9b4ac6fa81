#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

Interrupt.install()
exit(Program.run(arguments: Array(CommandLine.arguments.dropFirst()), console: .standard).rawValue)
