import Foundation

let usage = """
  usage: benchmarks [--json FILE] [--instructions]
         benchmarks gate [--record] [--baseline FILE] [--only NAME] [--plant NAME]
         benchmarks work NAME ROUNDS [--plant]
         benchmarks soak [FRAMES]
         benchmarks peers FILE
         benchmarks layers FILE [--linear-algebra]
  """

do {
  var arguments = Array(CommandLine.arguments.dropFirst())
  switch arguments.first {
  case "gate":
    arguments.removeFirst()
    exit(try runGate(GateOptions(arguments)).rawValue)
  case "work":
    arguments.removeFirst()
    try work(arguments)
  case "soak":
    arguments.removeFirst()
    try soak(arguments)
  case "peers":
    arguments.removeFirst()
    try writePeerProblems(arguments)
  case "layers":
    arguments.removeFirst()
    try measureLayers(arguments)
  default:
    try runBenchmarks(arguments)
  }
} catch {
  FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
  exit(1)
}
