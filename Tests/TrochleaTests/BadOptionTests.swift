import Results
import Testing

@testable import trochlea

/// Wrong calls: exit status 64, and a message that says what is wrong and what would be right.
@Suite struct BadOptionTests {
  @Test(arguments: [
    (
      ["release", "hamstring"],
      ["release: unknown muscle or group 'hamstring'", "did you mean 'hamstrings'?", "gracilis"]
    ),
    (["release", "vastus lateralus"], ["did you mean 'vastus-lateralis'?"]),
    (
      ["solve", "--activity", "walkin"],
      ["--activity: unknown activity 'walkin'", "did you mean 'walking'?", "stair-descent"]
    ),
    (["solve", "--tone", "hamstrings=110%"], ["--tone hamstrings: '110%' is out of range", "0% to 100%"]),
    (["solve", "--tone", "hamstrings=10"], ["out of range", "did you mean '10%'?"]),
    (["solve", "--tone", "hamstrings=1"], ["--tone hamstrings: '1' may mean 1% or 100%"]),
    (["release", "hamstrings", "--tone", "1"], ["--tone: '1' may mean 1% or 100%"]),
    (["release", "hamstrings", "--by", "1"], ["--by: '1' may mean 1% or 100%"]),
    (
      ["rank", "--tone", "soleus=10%", "--tone", "calf=20%"],
      ["--tone: soleus has its tone from 'soleus=10%' already, and 'calf=20%' gives it another"]
    ),
    (["solve", "--tone", "hamstrings=-0.1"], ["out of range"]),
    (["solve", "--tone", "hamstrings=nan"], ["'nan' is not a number"]),
    (["solve", "--stiffness", "soleus=11"], ["--stiffness soleus: '11' is out of range", "0 to 10"]),
    (["solve", "--shortening", "soleus=60%"], ["out of range", "0% to 50%"]),
    (["solve", "--strength", "vasti=300%"], ["out of range", "0% to 200%"]),
    (["solve", "--tone", "hamstrings"], ["names no muscle and value", "hamstrings=10%"]),
    (["solve", "--mass", "0"], ["--mass: '0' is out of range", "20 to 300 kg"]),
    (["solve", "--mass", "5000"], ["--mass: '5000' is out of range", "20 to 300 kg"]),
    (["solve", "--mass", "75lb"], ["unknown unit 'lb'", "kg"]),
    (["solve", "--height", "1,75"], ["has a comma", "1.75"]),
    (["solve", "--height", "175"], ["--height: '175' is out of range", "1 to 2.3 m"]),
    (["solve", "--sex", "men"], ["--sex", "female, male"]),
    (["solve", "--side", "rigth"], ["did you mean 'right'?"]),
    (["solve", "--freedom", "plannar"], ["did you mean 'planar'?"]),
    (["solve", "--exponent", "4"], ["--exponent: '4' is not offered", "2 or 3"]),
    (["solve", "--depth", "121"], ["--depth: '121' is out of range", "0 to 120 deg"]),
    (["solve", "--activity", "walking", "--depth", "60"], ["only a squat has a depth"]),
    (["solve", "--knee-sign", "flexion-positive"], ["--knee-sign: belongs to a trial"]),
    (["solve", "--plate", "left"], ["--plate: belongs to a trial"]),
    (["solve", "--cycle"], ["--cycle: belongs to a motion from a CSV table"]),
    (["solve", "--thigh", "flat-foot"], ["--thigh: belongs to a motion from a CSV table"]),
    (["solve", "--motion", "a.mot", "--mass", "70"], ["--moments: a trial needs angles and moments"]),
    (["solve", "--motion", "a.mot", "--moments", "b.sto"], ["--mass: a trial needs the mass"]),
    (
      ["solve", "--activity", "squat", "--csv-motion", "a.csv"],
      ["--csv-motion: not together with --activity"]
    ),
    (["solve", "--json", "--csv"], ["not together with --json"]),
    (["solve", "--out", ""], ["--out: no file name"]),
    (["release", "hamstrings", "--by", "0"], ["--by: '0' is out of range"]),
    (["release", "hamstrings", "--tone", "0"], ["healthy already"]),
    (["release"], ["muscle-or-group"]),
    (["rig", "--flexion", "200"], ["--flexion: '200' is out of range", "-10 to 130 deg"]),
    (["rig", "--flexion", "0:90:-10"], ["does not lead from 0 to 90"]),
    (["rig", "--flexion", "0:90:0.001"], ["too many values"]),
    (["rig", "--flexion", "0:90"], ["is not a range"]),
    (["rig"], ["--flexion: is missing"]),
    (["rig", "--flexion", "60", "--force", "quadriceps=-5"], ["out of range", "0 to 20000 N"]),
    (
      ["rig", "--flexion", "60", "--force", "quadriceps=5", "--force", "vasti=5"],
      ["already has a force, from 'quadriceps'"]
    ),
    (["rig", "--flexion", "60", "--frames", "a.csv"], ["--frames: not together with flexion or forces"]),
    (["relaese", "hamstrings"], ["unknown command 'relaese'", "did you mean 'release'?"]),
    (
      ["help", "slove"],
      ["unknown command 'slove'", "did you mean 'solve'?", "allowed: release, solve, rank"]
    ),
    (["help", "nosuch"], ["unknown command 'nosuch'", "allowed: release, solve, rank"]),
    (["release", "quad"], ["unknown muscle or group 'quad'", "did you mean 'quadriceps'?", "hamstrings"]),
    (
      ["rank", "hamstrings"],
      [
        "rank: 'hamstrings' belongs to no option; did you mean 'release hamstrings'?",
        "allowed: options only; 'trochlea help rank' lists them",
      ]
    ),
    (["rank", "walking", "--quiet"], ["did you mean '--activity walking'?"]),
    (["solve", "walkin"], ["did you mean '--activity walking'?"]),
    (
      ["solve", "--quiet", "quad"],
      ["solve: 'quad' belongs to no option; did you mean '--tone quadriceps=10%'?"]
    ),
    (["rig", "--flexion", "60", "vasti"], ["did you mean '--force vasti=200'?"]),
    (
      ["muscles", "vasti"],
      ["muscles: 'vasti' belongs to no option (allowed: options only; 'trochlea help muscles'"]
    ),
    (["solve", "--frobnicate"], ["--frobnicate"]),
  ])
  func `a wrong option is refused with what would be right`(arguments: [String], parts: [String]) {
    let outcome = call(arguments)
    #expect(outcome.status == .usage, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    for part in parts { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
  }

  @Test(arguments: ["fr", "it", "nl", "ja"]) func `a language of two other letters is near no language`(
    language: String
  ) {
    let outcome = call("leaflet", "mass-loss", "--lang", language)
    #expect(outcome.status == .usage)
    #expect(
      outcome.errors == "Error: --lang: unknown language '\(language)' (allowed: en, de, es, zh)\n")
  }

  @Test func `the beginning of one name alone finds it`() {
    #expect(
      call("leaflet", "tight-hamstrings-squat", "--state", "half").errors.contains(
        "did you mean 'half released'?"))
  }

  @Test(arguments: [("eb", "en"), ("dee", "de"), ("ch", "zh")]) func `a slip in a short word is found`(
    typed: String, meant: String
  ) {
    #expect(call("leaflet", "mass-loss", "--lang", typed).errors.contains("did you mean '\(meant)'?"))
  }
}
