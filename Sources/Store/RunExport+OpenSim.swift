import Results
import Scenarios
import Studies

extension RunExport {
  /// The frames of one state as OpenSim's plotter reads them (`.sto`): time, then every number of a frame. Columns that not
  /// all frames have are left out, and `converged` is 1 or 0.
  ///
  /// - Parameters:
  ///   - point: from 0; may be left out where there is but one.
  ///   - state: its name; by default the state as it is now.
  /// - Throws: `Failure`: 64 for a point or state that the run has not, 65 where it kept no frames.
  public func openSim(point: Int?, state name: String?) throws(Failure) -> [UInt8] {
    guard point != nil || run.points == 1 else {
      throw Failure(
        .usage,
        "--point: run \(run.id) has \(run.points) points, and a .sto file holds one (allowed: 0 to \(run.points - 1))"
      )
    }
    let point = point ?? 0
    guard (0..<run.points).contains(point) else {
      throw Failure(
        .usage, "--point: '\(point)' is no point of run \(run.id) (allowed: 0 to \(run.points - 1))")
    }
    guard let index = name.map({ run.states.firstIndex(of: $0) }) ?? 0 else {
      throw Failure(
        .usage,
        "--state: '\(name ?? "")' is no state of run \(run.id) (allowed: \(run.states.joined(separator: ", ")))"
      )
    }
    guard let stored = try store.points(of: run, in: point..<point + 1, .frames).first else {
      throw Failure(
        .data, "point \(point) of run \(run.id) is not solved yet; the same 'trochlea run' goes on with it")
    }
    let state = stored.states[index]
    guard let frames = state.frames, let times = state.times_s else {
      throw state.status == .impossible
        ? Failure(.data, "state '\(state.name)' was not solved: \(state.reason ?? "")") : noFrames
    }
    return Array(Self.storage(named: run.states[index], frames, at: times).utf8)
  }

  private static func storage(named name: String, _ frames: [FrameResult], at times: [Double]) -> String {
    let columns = FrameColumn.all(for: frames).filter { column in
      frames.allSatisfy { column.value($0) != nil }
    }
    // A name is one line, and no key of the header.
    let title = "trochlea: " + name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    var lines = [
      title, "version=1", "nRows=\(frames.count)", "nColumns=\(columns.count + 2)", "inDegrees=yes",
      "endheader",
      (["time"] + columns.map(\.name) + ["converged"]).joined(separator: "\t"),
    ]
    for (frame, time) in zip(frames, times) {
      let numbers = [time] + columns.map { $0.value(frame) ?? 0 }
      lines.append(
        (numbers.map { "\($0)" } + [frame.status == "converged" ? "1" : "0"]).joined(separator: "\t"))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
