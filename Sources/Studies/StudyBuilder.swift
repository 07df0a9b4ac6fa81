import Activities
import Knee
import Results
import Scenarios

/// Makes a study of checked values, and gathers what is wrong between them.
///
/// Values that were refused are passed over, so that everything else is looked at all the same.
struct StudyBuilder {
  let model: KneeModel
  var errors: [InputError] = []
  /// What is no mistake, but worth a word.
  var notes: [InputError] = []

  init(model: KneeModel) { self.model = model }

  mutating func build(_ root: StudyValue) -> Study {
    let sweep = root["sweep"].flatMap { self.sweep($0) }
    let whatIfs = (root["what_if"]?.list ?? []).enumerated().map { whatIf($0.element, number: $0.offset + 1) }
    checkNames(root["what_if"])
    return Study(
      title: root["title"]?.text ?? "", question: root["question"]?.text,
      source: root["source"]?.text,
      boundary: root["boundary"]?.text.flatMap(ResultsDocument.Boundary.init) ?? .fixedMoments, model: model,
      freedom: root["model"]?["freedom"]?.text.flatMap(Freedom.init) ?? .patella,
      exponent: root["model"]?["exponent"]?.number.map { Int($0) } ?? 2, baseline: baseline(root),
      whatIfs: whatIfs, sweep: sweep,
      report: root["report"].map { report in
        report.list.compactMap { name in SummaryColumn.all.first { $0.name == name.text } }
      },
      keepsFrames: root["keep"]?.text.map { $0 == "frames" } ?? (sweep == nil))
  }

  private mutating func baseline(_ root: StudyValue) -> Conditions {
    var baseline = Conditions(tension: Array(repeating: .healthy, count: model.muscles.count))
    if let person = root["person"] {
      baseline.mass = person["mass"]?.number ?? baseline.mass
      baseline.height = person["height"]?.number ?? baseline.height
      baseline.sex = person["sex"]?.text.flatMap(Person.Sex.init) ?? baseline.sex
      baseline.side = person["side"]?.text.flatMap(Person.Side.init) ?? baseline.side
    }
    if let activity = root["activity"] {
      baseline.activity = ActivityChoice(activity)
      if let motion = activity["motion"], root["person"]?["mass"] == nil {
        fail(
          motion, "a trial needs the mass of its person", "activity.motion",
          "person: mass: \(Quantity.mass.allowed)")
      }
    }
    baseline.cartilageModulus = root["model"]?["cartilage_modulus"]?.number ?? 1
    baseline.cartilageThickness = root["model"]?["cartilage_thickness"]?.number ?? 1
    for change in settings(root["tension"], place: "tension") {
      baseline = WhatIf(name: "", changes: [change]).applied(to: baseline)
    }
    return baseline
  }

  /// What a map of muscles sets. One muscle may have a part from one entry of a file only.
  private mutating func settings(_ value: StudyValue?, place: String) -> [WhatIf.Change] {
    var holders: [String: (word: String, file: String)] = [:]
    var changes: [WhatIf.Change] = []
    for entry in value?.entries ?? [] {
      let muscles = indices(entry.key)
      for part in entry.value.entries {
        guard let tensionPart = TensionPart(rawValue: part.key) else { continue }
        func key(_ muscle: Int) -> String { "\(muscle).\(part.key)" }
        let taken = muscles.first { holders[key($0)]?.file == part.mark.file }
        if let taken, let holder = holders[key(taken)] {
          errors.append(
            part.mark.error(
              "\(MuscleWords.typed(model.muscleNames[taken])) has its \(part.key) from '\(holder.word)' already",
              place: "\(place).\(entry.key)", allowed: "one \(part.key) for each muscle"))
        }
        for muscle in muscles { holders[key(muscle)] = (entry.key, part.mark.file) }
        if let number = part.value.number { changes.append(.set(muscles, tensionPart, number)) }
      }
    }
    return changes
  }

  private mutating func whatIf(_ value: StudyValue, number: Int) -> WhatIf {
    /// The changes of a map of muscles, each with a number.
    func each(_ key: String, _ change: ([Int], Double) -> WhatIf.Change) -> [WhatIf.Change] {
      (value[key]?.entries ?? []).compactMap { entry in
        entry.value.number.map { change(indices(entry.key), $0) }
      }
    }
    let plain: [WhatIf.Change?] = [
      value["mass"]?.number.map { .addMass($0) },
      value["side"]?.text.flatMap(Person.Side.init).map { .side($0) },
      value["depth"]?.number.map { .depth($0) }, value["speed"]?.number.map { .speed($0) },
      value["cartilage_modulus"]?.number.map { .cartilageModulus($0) },
      value["cartilage_thickness"]?.number.map { .cartilageThickness($0) },
    ]
    return WhatIf(
      name: value["name"]?.text ?? "",
      changes: each("release") { .release($0, $1) }
        + settings(value["set"], place: "what_if[\(number)].set")
        + each("strengthen") { .scaleStrength($0, 1 + $1) } + each("weaken") { .scaleStrength($0, 1 - $1) }
        + plain.compactMap(\.self))
  }

  private mutating func checkNames(_ list: StudyValue?) {
    var names: Set = [Study.baselineName]
    for (index, value) in (list?.list ?? []).enumerated() {
      guard let name = value["name"], let text = name.text else { continue }
      if !names.insert(text).inserted {
        fail(name, "the name '\(text)' is taken", "what_if[\(index + 1)].name", "a name of its own")
      }
    }
  }

  private mutating func sweep(_ value: StudyValue) -> Sweep? {
    guard let sweep = value["grid"].flatMap({ grid($0) }) ?? value["list"].flatMap({ rows($0) }) else {
      return nil
    }
    if sweep.count > Sweep.limit {
      fail(value, "too many points", "sweep", "at most \(Sweep.limit)")
    }
    return sweep
  }

  private mutating func grid(_ value: StudyValue) -> Sweep? {
    let entries = value.entries
    checkOverlaps(entries)
    return complete(
      Sweep(
        parameters: entries.compactMap { parameter($0.key) },
        values: entries.map { $0.value.list.compactMap(\.number) }, isGrid: true),
      names: entries.count)
  }

  private mutating func rows(_ value: StudyValue) -> Sweep? {
    let rows = value.list
    guard let names = rows.first?.entries.map(\.key) else { return nil }
    checkOverlaps(rows[0].entries)
    for (index, row) in rows.enumerated() where row.entries.map(\.key).sorted() != names.sorted() {
      fail(
        row, "other parameters than in the first row", "sweep.list[\(index + 1)]",
        names.joined(separator: ", "))
    }
    return complete(
      Sweep(
        parameters: names.compactMap(parameter),
        values: rows.map { row in names.compactMap { row[$0]?.number } }, isGrid: false),
      names: names.count)
  }

  /// One muscle may have a part from one parameter only.
  private mutating func checkOverlaps(_ entries: [StudyValue.Entry]) {
    var holders: [TensionPart: [Int: String]] = [:]
    for entry in entries {
      guard case .tension(let muscles, let part)? = parameter(entry.key)?.target else { continue }
      if let taken = muscles.first(where: { holders[part]?[$0] != nil }), let holder = holders[part]?[taken] {
        errors.append(
          entry.mark.error(
            "\(MuscleWords.typed(model.muscleNames[taken])) has its \(part.rawValue) from '\(holder)' already",
            place: "sweep.\(entry.key)", allowed: "one \(part.rawValue) for each muscle"))
      }
      for muscle in muscles { holders[part, default: [:]][muscle] = entry.key }
    }
  }

  /// The sweep, where none of its parameters was refused.
  private func complete(_ sweep: Sweep, names: Int) -> Sweep? {
    sweep.parameters.count == names ? sweep : nil
  }

  private func parameter(_ name: String) -> SweepParameter? {
    try? SweepParameter(name, words: model.words, place: "sweep")
  }

  func indices(_ word: String) -> [Int] { (try? model.words.indices(of: word)) ?? [] }

  mutating func fail(_ value: StudyValue, _ problem: String, _ place: String, _ allowed: String) {
    errors.append(value.mark.error(problem, place: place, allowed: allowed))
  }
}

extension ActivityChoice {
  /// One built-in name, or the keys of a map.
  init(_ value: StudyValue) {
    func path(_ key: String) -> String? {
      value[key].flatMap { path in path.text.map { StudyFile.beside(path.mark.file, $0) } }
    }
    if let motion = path("motion") {
      source = .trial(
        motion: motion, moments: path("moments") ?? "", forces: path("forces"),
        allFrames: value["all_frames"]?.flag ?? false)
    } else if let table = path("table") {
      source = .table(table, isCycle: value["cycle"]?.flag ?? false)
    } else {
      source = .builtIn(value.text ?? value["name"]?.text ?? "squat")
    }
    depth = value["depth"]?.number
    speed = value["speed"]?.number ?? 1
  }
}
