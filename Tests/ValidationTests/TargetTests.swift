import Knee
import Testing

@testable import Validation

@Suite struct TargetTests {
  private static let header = "id,boundary,quantity,condition,published,low,high,unit,n,source,doi,note\n"

  private func error(_ text: String) -> InputError? {
    do throws(InputError) {
      _ = try Target.parse([UInt8](text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func `every row of the list has exactly one computation`() throws {
    let ids = Experiment.all.flatMap(\.ids)
    #expect(Set(ids).count == ids.count)
    #expect(Set(ids) == Set(try Target.all().map(\.id)))
  }

  @Test func `the list is read with its words, bands and boundaries`() throws {
    let targets = try Target.all()
    let first = try #require(targets.first)
    #expect(first.id == "JAM-1" && first.boundary == .fixedForces && first.published == "curve")
    #expect(first.low == -8 && first.high == 8 && first.unit == "% rms")
    let walking = try #require(targets.first { $0.id == "G3-1" })
    #expect(walking.boundary == .fixedMoments && walking.doi == "10.1136/bjsports-2021-104686")
  }

  @Test func `a band that does not rise is refused with its line`() throws {
    let failure = try #require(error(Self.header + "A,fixed forces,q,c,1,2,2,mm,1,s,d,n\n"))
    #expect(failure.place == "low" && failure.line == 2 && failure.kind == .data)
  }

  @Test func `an unknown boundary, a double row and a missing column are refused`() throws {
    #expect(error(Self.header + "A,fixed fate,q,c,1,1,2,mm,1,s,d,n\n")?.place == "boundary")
    let row = "A,fixed forces,q,c,1,1,2,mm,1,s,d,n\n"
    #expect(error(Self.header + row) == nil)
    #expect(error(Self.header + row + row)?.place == "id")
    #expect(error("id,low,high\nA,1,2\n")?.problem == "this column is missing")
  }
}
