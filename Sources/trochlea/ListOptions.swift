import ArgumentParser
import Results

/// How a list is printed.
struct ListOptions: ParsableArguments {
  @Flag(help: "The list as JSON.")
  var json = false

  /// Writes entries as JSON or as text.
  func deliver(_ entries: some Encodable, _ console: Console, text: () -> String) throws(Failure)
    -> CommandStatus
  {
    try console.write(json ? encodedJSON(entries) : Array(text().utf8))
    return .done
  }
}
