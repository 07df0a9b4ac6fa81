import Knee

extension Trial {
  /// A stride: from a heel strike to the next one of the same foot.
  struct Stride {
    /// Seconds of the trial.
    let start: Double
    let end: Double
    /// Last second at which all files have data, at most `end`.
    let dataEnd: Double
    /// The next heel strike was not seen by a plate but taken from the repetition of the angles.
    let endIsEstimated: Bool
    /// Gives the moments after `dataEnd`; nil where the stride is not completed.
    var swing: Swing?

    var isWhole: Bool { dataEnd >= end || swing != nil }
    private var part: Double { (dataEnd - start) / (end - start) }

    /// s: shortest and longest stride; running fast and walking very slowly.
    static let durationRange = 0.4...2.5
    /// s: shorter contacts and shorter gaps in a contact are noise.
    static let shortestContact = 0.1
    static let longestGap = 0.05

    /// The first stride that all files cover, else the one they cover furthest if that is enough, else nil.
    static func find(
      in window: ClosedRange<Double>, ground: GroundReaction, coordinates: Coordinates
    ) -> Stride? {
      let strikes = heelStrikes(ground)
      var best: Stride?
      for (index, start) in strikes.enumerated() where window.contains(start) {
        let next = index + 1 < strikes.count ? strikes[index + 1] : nil
        guard let end = next ?? period(coordinates).map({ start + $0 }), durationRange.contains(end - start)
        else { continue }
        let stride = Stride(
          start: start, end: end, dataEnd: min(end, window.upperBound), endIsEstimated: next == nil)
        if stride.isWhole { return stride }
        if stride.part > best?.part ?? Trial.minimumStridePart { best = stride }
      }
      return best
    }

    /// Times at which the vertical force rises through 20 N and stays for a contact, s.
    static func heelStrikes(_ ground: GroundReaction) -> [Double] {
      let (times, force) = (ground.times, ground.vertical)
      let threshold = Plate.contactForce
      guard times.count > 1 else { return [] }

      // Contacts, with short gaps closed; one that is under way at the first sample has no heel strike here.
      var contacts: [(start: Double?, end: Double)] = []
      var isLoaded = force[0] > threshold
      if isLoaded { contacts.append((nil, times[times.count - 1])) }
      for row in 1..<times.count where (force[row] > threshold) != isLoaded {
        isLoaded.toggle()
        let part = (threshold - force[row - 1]) / (force[row] - force[row - 1])
        let crossing = times[row - 1] + part * (times[row] - times[row - 1])
        if !isLoaded {
          contacts[contacts.count - 1].end = crossing
        } else if let last = contacts.last, crossing - last.end < longestGap {
          contacts[contacts.count - 1].end = times[times.count - 1]
        } else {
          contacts.append((crossing, times[times.count - 1]))
        }
      }

      // A contact that runs to the end of the file may be short.
      let fileEnd = times[times.count - 1]
      return contacts.compactMap { contact in
        guard let start = contact.start else { return nil }
        return contact.end - start >= shortestContact || contact.end == fileEnd ? start : nil
      }
    }

    /// Seconds after which hip and knee repeat themselves: the first clear minimum of their change, or nil.
    static func period(_ coordinates: Coordinates) -> Double? {
      let times = coordinates.times
      let (first, last) = (times[0], times[times.count - 1])
      let step = 0.01

      /// Mean square change of the angles over a shift, over the mean square between any two times.
      func change(_ shift: Double) -> Double? {
        let starts = Array(stride(from: first, through: last - shift, by: step))
        guard Double(starts.count) * step >= 0.4 * shift else { return nil }
        var (sum, spread) = (0.0, 0.0)
        for curve in [coordinates.hip, coordinates.knee] {
          let values = starts.map { curve.value(at: $0) }
          let mean = values.reduce(0, +) / Double(values.count)
          for (start, value) in zip(starts, values) {
            let later = curve.value(at: start + shift)
            sum += (later - value) * (later - value)
            spread += 2 * (value - mean) * (value - mean)
          }
        }
        return spread > 0 ? sum / spread : nil
      }

      var best: (shift: Double, change: Double)?
      for shift in stride(from: durationRange.lowerBound, through: durationRange.upperBound, by: 0.005) {
        guard let change = change(shift) else { break }
        if change < best?.change ?? 0.1 {
          best = (shift, change)
        } else if let best, change > 2 * best.change + 0.1 {
          return best.shift
        }
      }
      return best?.shift
    }

    /// Frames at 0, 1, …, 100 % of the stride, as far as the files go or the swing completes them.
    func frames(_ curves: MotionCurves) -> [MotionFrame] {
      (0...100).compactMap { percent in
        let time = Double(percent) / 100 * (end - start)
        // The last frame of a whole stride is the next heel strike, whatever the last bit says.
        guard isWhole || start + time <= dataEnd else { return nil }
        let instant = min(start + time, isWhole ? end : dataEnd)
        var frame = curves.frame(at: instant, phasePercent: Double(percent), time: time)
        if instant > dataEnd { swing?.complete(&frame, at: instant) }
        return frame
      }
    }

    /// What a reader must know of the stride; `moments` names the file of net moments.
    func caveats(moments: String) -> [String] {
      var caveats: [String] = []
      if endIsEstimated {
        caveats.append(
          "the next heel strike was not on a plate; it was taken from the repetition of the angles")
      }
      let lastPercent = Plausible.shown((100 * part).rounded(.down))
      if swing != nil {
        caveats.append(
          "the moments of \(moments) end at \(lastPercent) % of the stride; from there to 100 % the foot swings free, and "
            + "they are computed here from the motion of thigh, shank and foot (sagittal inverse dynamics, angles "
            + "low-pass \(Plausible.shown(Swing.cutoff)) Hz, segments of a person of this mass, height and sex)"
        )
      } else if !isWhole {
        caveats.append("the files end at \(lastPercent) % of the stride; it is cut there")
      }
      return caveats
    }
  }
}
