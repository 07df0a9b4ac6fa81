import Foundation
import Testing

@testable import trochlea

@Suite struct DoctorCommandTests {
  @Test func `the doctor names every part, and how to install what is missing`() throws {
    let entries = try JSONDecoder().decode(
      [DoctorEntry].self, from: Data(call("doctor", "--json").output.utf8))
    #expect(
      entries.map(\.name) == ["rsvg-convert", "typst", "Liberation Sans", "Noto Sans CJK SC", "ffmpeg"])
    let text = call("doctor")
    #expect(text.status == .done && text.errors.isEmpty)
    for entry in entries {
      #expect(text.output.contains(entry.name) && text.output.contains(entry.needed_for))
      #expect(entry.found == (entry.install == nil))
      if let install = entry.install { #expect(text.output.contains(install)) }
    }
    #expect(call("doctor", "typst").status == .usage)
  }

  @Test func `packages are installed by the manager that is there`() {
    #expect(PackageNames.rsvg.command(.apt) == "sudo apt-get install librsvg2-bin")
    #expect(PackageNames.rsvg.command(.brew) == "brew install librsvg")
    let all = PackageNames.rsvg.command(nil)
    for manager in PackageManager.allCases { #expect(all.contains(PackageNames.rsvg.command(manager))) }
  }
}
