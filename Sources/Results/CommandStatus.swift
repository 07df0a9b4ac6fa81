import Knee

/// How a command ended, as the number a shell sees.
public enum CommandStatus: Int32, Sendable, CaseIterable {
  /// Everything was done.
  case done = 0
  /// A comparison found a difference.
  case different = 2
  /// The task cannot be held by these muscles; the results are still printed.
  case cannotBeHeld = 3
  /// A frame did not converge, or a number is not finite.
  case notConverged = 4
  /// A wrong call or option value.
  case usage = 64
  /// Bad data in a file.
  case data = 65
  /// An input that is not there or cannot be read.
  case missing = 66
  /// An output that cannot be created.
  case cannotCreate = 73
  /// An output that could not be written to its end.
  case cannotWrite = 74
  /// Stopped with Ctrl-C.
  case interrupted = 130
}

extension CommandStatus {
  /// The status of a refused input.
  public init(_ kind: InputError.Kind) {
    switch kind {
    case .usage: self = .usage
    case .data: self = .data
    case .missing: self = .missing
    }
  }
}

/// A command that ends without its result: what a person reads, and the exit status.
public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
  public var status: CommandStatus
  public var description: String

  public init(_ status: CommandStatus, _ description: String) {
    self.status = status
    self.description = description
  }

  public init(_ error: InputError) {
    self.init(CommandStatus(error.kind), error.description)
  }
}
