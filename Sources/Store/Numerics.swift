import Results
import Studies

/// What this build computes on this machine, in one hash: two programs of the same version but other mathematics differ in it,
/// and so does the same program with another LAPACK or C library whose bits are others.
enum Numerics {
  /// Solved for the hash: through the whole range of a squat, and a change.
  private static let reference = """
    trochlea: 1
    activity: squat
    tension: {hamstrings: {tone: 10 %}}
    what_if: [{name: released, release: {hamstrings: 50 %}}]
    """
  /// Frames that count in full; all others by the impulse and the peaks.
  private static let frameStep = 10

  /// 16 hexadecimal digits; takes as long as two states of a squat, once in a process.
  static let fingerprint: String = {
    guard let study = try? StudyFile.load(Array(reference.utf8), name: "reference") else {
      preconditionFailure("the reference study has no mistakes")
    }
    var point = StudyRunner(study).solve(0)
    for i in point.states.indices {
      // Words may change without the numbers.
      (point.states[i].warnings, point.states[i].reason) = ([], nil)
      point.states[i].frames = point.states[i].frames?.enumerated().filter { $0.offset % frameStep == 0 }
        .map(\.element)
    }
    return StudyInput.hash(Array(jsonText(point).utf8))
  }()
}
