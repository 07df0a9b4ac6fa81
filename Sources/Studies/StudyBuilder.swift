import Activities
import Knee
import Results
import Scenarios

/// Makes a study of checked values, and gathers what is wrong between them.
struct StudyBuilder {
  let model: KneeModel
  private(set) var errors: [InputError] = []

  init(model: KneeModel) { self.model = model }

  mutating func build(_ root: StudyValue) -> Study {
    var baseline = Conditions(tension: Array(repeating: .healthy, count: model.muscles.count))
    if let person = root["person"] {
      baseline.mass = person["mass"]?.number ?? baseline.mass
      baseline.height = person["height"]?.number ?? baseline.height
      baseline.sex = person["sex"]?.text.flatMap(Person.Sex.init) ?? baseline.sex
      baseline.side = person["side"]?.text.flatMap(Person.Side.init) ?? baseline.side
    }
    if let activity = root["activity"] {
      baseline.activity = self.activity(activity, hasMass: root["person"]?["mass"] != nil)
    }
    baseline.cartilageModulus = root["model"]?["cartilage_modulus"]?.number ?? 1
    baseline.cartilageThickness = root["model"]?["cartilage_thickness"]?.number ?? 1
    for change in settings(root["tension"], place: "tension") {
      baseline = WhatIf(name: "", changes: [change]).applied(to: baseline)
    }
    let whatIfs = (root["what_if"]?.list ?? []).enumerated().map { whatIf($0.element, number: $0.offset + 1) }
    checkNames(root["what_if"])
    let sweep = root["sweep"].flatMap { self.sweep($0) }
    let study = Study(
      title: root["title"]?.text ?? "Untitled study", question: root["question"]?.text,
      source: root["source"]?.text,
      boundary: root["boundary"]?.text.flatMap(ResultsDocument.Boundary.init) ?? .fixedMoments, model: model,
      freedom: root["model"]?["freedom"]?.text.flatMap(Freedom.init) ?? .patella,
      exponent: root["model"]?["exponent"]?.number.map { Int($0) } ?? 2, baseline: baseline,
      whatIfs: whatIfs, sweep: sweep,
      report: root["report"].map {
        $0.list.compactMap { v in SummaryColumn.all.first { $0.name == v.text } }
      },
      keepsFrames: root["keep"]?.text.map { $0 == "frames" } ?? (sweep == nil))
    checkStates(study, root)
    return study
  }

  private mutating func activity(_ value: StudyValue, hasMass: Bool) -> ActivityChoice {
    var choice = ActivityChoice()
    if let name = value.text {
      choice.source = .builtIn(name)
      return choice
    }
    let sources = ["name", "motion", "table"].filter { value[$0] != nil }
    if sources.count > 1 {
      fail(
        value[sources[1]] ?? value, "not together with '\(sources[0])'", "activity.\(sources[1])",
        "one of name, motion, table")
    }
    func path(_ key: String) -> String? {
      value[key].flatMap { v in v.text.map { StudyFile.beside(v.mark.file, $0) } }
    }
    if let motion = path("motion") {
      if value["moments"] == nil {
        fail(
          value, "a trial needs moments", "activity", "motion and moments, and forces for the ground reaction"
        )
      }
      if !hasMass {
        fail(
          value, "a trial needs the mass of its person", "activity.motion",
          "person: mass: \(Quantity.mass.allowed)")
      }
      choice.source = .trial(
        motion: motion, moments: path("moments") ?? "", forces: path("forces"),
        allFrames: value["all_frames"]?.flag ?? false)
    } else if let table = path("table") {
      choice.source = .table(table, isCycle: value["cycle"]?.flag ?? false)
    } else {
      choice.source = .builtIn(value["name"]?.text ?? "squat")
    }
    for (key, owner) in [
      ("moments", "motion"), ("forces", "motion"), ("all_frames", "motion"), ("cycle", "table"),
    ] {
      if let stray = value[key], value[owner] == nil {
        fail(
          stray, "belongs to a \(owner == "motion" ? "trial" : "table")", "activity.\(key)", "with '\(owner)'"
        )
      }
    }
    choice.depth = value["depth"]?.number
    choice.speed = value["speed"]?.number ?? 1
    return choice
  }

  /// What a map of muscles sets. One muscle may have a part from one entry of a file only.
  private mutating func settings(_ value: StudyValue?, place: String) -> [WhatIf.Change] {
    var holders: [String: (word: String, file: String)] = [:]
    var changes: [WhatIf.Change] = []
    for entry in value?.entries ?? [] {
      let muscles = indices(entry.key)
      for part in entry.value.entries {
        guard let tensionPart = TensionPart(rawValue: part.key), let number = part.value.number else {
          continue
        }
        for index in muscles {
          let key = "\(index).\(part.key)"
          if let holder = holders[key], holder.file == part.mark.file {
            errors.append(
              part.mark.error(
                "\(MuscleWords.typed(model.muscleNames[index])) has its \(part.key) from '\(holder.word)' already",
                place: "\(place).\(entry.key)", allowed: "one \(part.key) for each muscle"))
            break
          }
          holders[key] = (entry.key, part.mark.file)
        }
        changes.append(.set(muscles, tensionPart, number))
      }
    }
    return changes
  }

  private mutating func whatIf(_ value: StudyValue, number: Int) -> WhatIf {
    var changes: [WhatIf.Change] = []
    for entry in value["release"]?.entries ?? [] {
      changes.append(.release(indices(entry.key), entry.value.number ?? 0))
    }
    changes += settings(value["set"], place: "what_if[\(number)].set")
    for entry in value["strengthen"]?.entries ?? [] {
      changes.append(.scaleStrength(indices(entry.key), 1 + (entry.value.number ?? 0)))
    }
    for entry in value["weaken"]?.entries ?? [] {
      changes.append(.scaleStrength(indices(entry.key), 1 - (entry.value.number ?? 0)))
    }
    if let kg = value["mass"]?.number { changes.append(.addMass(kg)) }
    if let side = value["side"]?.text.flatMap(Person.Side.init) { changes.append(.side(side)) }
    if let depth = value["depth"]?.number { changes.append(.depth(depth)) }
    if let speed = value["speed"]?.number { changes.append(.speed(speed)) }
    if let factor = value["cartilage_modulus"]?.number { changes.append(.cartilageModulus(factor)) }
    if let factor = value["cartilage_thickness"]?.number { changes.append(.cartilageThickness(factor)) }
    if changes.isEmpty {
      fail(
        value, "nothing changes", "what_if[\(number)]",
        StudyKeys.whatIf.dropFirst().map(\.name).joined(separator: ", "))
    }
    return WhatIf(name: value["name"]?.text ?? "", changes: changes)
  }

  private mutating func checkNames(_ list: StudyValue?) {
    var names = [Study.baselineName]
    for (index, value) in (list?.list ?? []).enumerated() {
      guard let name = value["name"], let text = name.text else { continue }
      if names.contains(text) {
        fail(name, "the name '\(text)' is taken", "what_if[\(index + 1)].name", "a name of its own")
      }
      names.append(text)
    }
  }

  private mutating func sweep(_ value: StudyValue) -> Sweep? {
    let (grid, list) = (value["grid"], value["list"])
    guard (grid == nil) != (list == nil) else {
      fail(value, grid == nil ? "no points" : "both a grid and a list", "sweep", "grid or list")
      return nil
    }
    let words = model.words
    func parameter(_ name: String) -> SweepParameter? {
      try? SweepParameter(name, words: words, place: "sweep")
    }
    let sweep: Sweep
    if let grid {
      let entries = grid.entries
      sweep = Sweep(
        parameters: entries.compactMap { parameter($0.key) },
        values: entries.map { $0.value.list.compactMap { $0.number } }, isGrid: true)
    } else {
      let rows = list?.list ?? []
      let names = rows.first?.entries.map(\.key) ?? []
      for (index, row) in rows.enumerated() where row.entries.map(\.key).sorted() != names.sorted() {
        fail(
          row, "other parameters than in the first row", "sweep.list[\(index + 1)]",
          names.joined(separator: ", "))
      }
      sweep = Sweep(
        parameters: names.compactMap(parameter),
        values: rows.map { row in names.compactMap { row[$0]?.number } }, isGrid: false)
    }
    if sweep.parameters.isEmpty {
      fail(value, "no parameters", "sweep", SweepParameter.examples.joined(separator: ", "))
    }
    if sweep.count > Sweep.limit {
      fail(value, "too many points", "sweep", "at most \(Sweep.limit)")
    }
    return sweep
  }

  /// What only shows in the conditions: persons out of range, depths of what has none, bad files.
  private mutating func checkStates(_ study: Study, _ root: StudyValue) {
    guard errors.isEmpty else { return }
    // Every value of a sweep is met at the first, or at as many points as the longest axis has.
    let corners = study.sweep.map { sweep in
      sweep.isGrid ? [0, sweep.count - 1] : Array(0..<min(sweep.count, 10_000))
    }
    for point in corners ?? [0] {
      for (index, conditions) in study.states(at: point).enumerated() {
        let place = index == 0 ? "person" : "what_if[\(index)]"
        let value = index == 0 ? root["person"] ?? root : root["what_if"]?.list[index - 1] ?? root
        do throws(InputError) {
          for i in conditions.tension.indices
          where !MuscleTension.strengthRange.contains(conditions.tension[i].strength) {
            throw InputError(
              .data, place: place,
              problem:
                "the strength of \(MuscleWords.typed(model.muscleNames[i])) becomes \(shortNumber(conditions.tension[i].strength))",
              allowed: Quantity.strength.allowed)
          }
          _ = try conditions.activity.motion(of: try conditions.person())
        } catch {
          var error = error
          if error.file == nil {
            (error.file, error.line, error.column) = (value.mark.file, value.mark.line, value.mark.column)
            error.kind = .data
            error.place = place + (error.place.map { ".\($0)" } ?? "")
          }
          if !errors.contains(error) { errors.append(error) }
        }
      }
      if !errors.isEmpty { return }
    }
  }

  private func indices(_ word: String) -> [Int] { (try? model.words.indices(of: word)) ?? [] }

  private mutating func fail(_ value: StudyValue, _ problem: String, _ place: String, _ allowed: String) {
    errors.append(value.mark.error(problem, place: place, allowed: allowed))
  }
}
