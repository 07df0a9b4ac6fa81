import Foundation
import Results
import Scenarios
import Testing

@testable import trochlea

@Suite struct InterventionListTests {
  @Test func `the list has every intervention with both sides and DOIs, as text and as JSON`() throws {
    let text = call("interventions")
    #expect(text.status == .done && text.errors.isEmpty)
    let json = call("interventions", "--json")
    let list = try JSONDecoder().decode([Intervention].self, from: Data(json.output.utf8))
    #expect(try list == Library.interventions())
    for it in list {
      #expect(text.output.contains("\n\(it.name)  \(it.title)"))
      for doi in (it.trials_for + it.trials_against).compactMap(\.doi) {
        #expect(text.output.contains("doi:\(doi)"), "\(doi)")
      }
    }
  }
}
