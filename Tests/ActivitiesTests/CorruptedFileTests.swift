import Knee
import Testing

@testable import Activities

/// Files with bytes changed, cut and doubled at random: each is read or refused, and what is read is finite.
@Suite struct CorruptedFileTests {
  private func corrupted(_ original: [UInt8], _ generator: inout SplitMix) -> [UInt8] {
    var result = original
    let alphabet = Array("0123456789.-+eE,\t \n\r\"#/=nax".utf8)
    for _ in 0...(generator.next() % 4) {
      guard !result.isEmpty else { return result }
      let place = Int(generator.next() % UInt64(result.count))
      let length = min(Int(generator.next() % 40), result.count - place)
      let byte = alphabet[Int(generator.next() % UInt64(alphabet.count))]
      switch generator.next() % 12 {
      case 0: result[place] = byte
      case 1: result[place] = UInt8(truncatingIfNeeded: generator.next())
      case 2: result.removeSubrange(place..<place + length)
      case 3: result.insert(contentsOf: result[place..<place + length], at: place)
      case 4: result.removeSubrange(place...)
      default:
        // Most often a digit becomes another: a number that is wrong and still a number.
        if (48...57).contains(result[place]) { result[place] = 48 + UInt8(generator.next() % 10) }
      }
    }
    return result
  }

  private func requireFinite(_ motion: Motion) {
    #expect(!motion.frames.isEmpty)
    for frame in motion.frames {
      let numbers = [
        frame.hipFlexion, frame.kneeFlexion, frame.ankleDorsiflexion, frame.kneeVelocity,
        frame.hipExtensionMoment,
        frame.kneeExtensionMoment, frame.anklePlantarflexionMoment, frame.groundReactionVertical,
        frame.groundReactionAnterior, frame.thighInclination, frame.phasePercent, frame.time,
      ]
      #expect(numbers.allSatisfy { $0.isFinite })
    }
  }

  @Test func `a corrupted CSV motion is read or refused`() throws {
    let original = EmbeddedData.bytes(of: "activities/squat_opencap_subject4.csv")
    let person = try Person()
    var generator = SplitMix(state: 11)
    var (read, refused) = (0, 0)
    for _ in 0..<2000 {
      do {
        let table = try CSVTable.parse(corrupted(original, &generator), name: "x.csv", allowsEmptyCells: true)
        requireFinite(try MotionCSV.motion(from: table, person: person))
        read += 1
      } catch {
        #expect(error.kind == .data && error.file == "x.csv")
        refused += 1
      }
    }
    #expect(read > 100 && refused > 100)
  }

  @Test func `a corrupted trial is read or refused`() throws {
    let person = try Person.subject01()
    // The first rows of each file, so that a thousand trials take a second.
    func short(_ path: String, rows: Int) throws -> [UInt8] {
      let text = String(decoding: try FileBytes.read(path: path), as: UTF8.self)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter {
        !$0.hasPrefix("nRows")
      }
      return bytes(lines.prefix(rows).joined(separator: "\n") + "\n")
    }
    let angles = try short(RealTrial.motionPath, rows: 40)
    let moments = try short(RealTrial.momentsPath, rows: 40)
    let forces = try short(RealTrial.forcesPath, rows: 600)
    var generator = SplitMix(state: 12)
    var (read, refused) = (0, 0)
    for index in 0..<1000 {
      do {
        let trial = Trial(
          angles: try .parse(index % 3 == 0 ? corrupted(angles, &generator) : angles, name: "x"),
          moments: try .parse(index % 3 == 1 ? corrupted(moments, &generator) : moments, name: "x"),
          forces: try .parse(index % 3 == 2 ? corrupted(forces, &generator) : forces, name: "x"))
        requireFinite(try trial.motion(of: person))
        read += 1
      } catch {
        #expect(error.kind == .data && error.file == "x")
        refused += 1
      }
    }
    #expect(read > 100 && refused > 100)
  }
}
