import Dense

/// What a cartilage's contact amounts to.
public struct ContactSummary: Sendable {
  /// Resultant force on the moving body, femur frame, N, and its moment about the body's origin, N·m.
  public var force = Vector3.zero, moment = Vector3.zero
  /// Sum of the elements' normal forces, N, on either side.
  public var lateralForce = 0.0, medialForce = 0.0
  /// Magnitude of the resultant of each side, N.
  public var lateralResultant = 0.0, medialResultant = 0.0
  /// Contact area, m²; elements partly in contact count partly.
  public var area = 0.0
  /// Largest mean pressure over the touching part of an element, Pa, overall and on either side.
  public var peakPressure = 0.0, lateralPeakPressure = 0.0, medialPeakPressure = 0.0
  /// Center of pressure in the moving body's frame, m.
  public var center = Vector3.zero
  /// True when an element was squeezed past the law's limit.
  public var isPastLimit = false
}

extension KneeModel {
  /// The contact of the patella with the femur at `ws.coordinates`.
  public func patellofemoralContact(using ws: borrowing KneeWorkspace) -> ContactSummary {
    if ws.isEvaluated && ws.contactIsRead { return ws.patellaContact }
    if ws.isEvaluated { return summarize(ws.patellaCandidates, patellofemoralLaw) }
    var candidates = ContactCandidates(patellaElements)
    candidates.update(BodyPose(ws.coordinates, offset: 6), femur)
    return summarize(candidates, patellofemoralLaw)
  }

  /// The contact of the tibia with the femur at `ws.coordinates`.
  public func tibiofemoralContact(using ws: borrowing KneeWorkspace) -> ContactSummary {
    if ws.isEvaluated && ws.contactIsRead { return ws.tibiaContact }
    if ws.isEvaluated { return summarize(ws.tibiaCandidates, tibiofemoralLaw) }
    var candidates = ContactCandidates(tibiaElements)
    candidates.update(BodyPose(ws.coordinates, offset: 0), femur)
    return summarize(candidates, tibiofemoralLaw)
  }

  /// Takes note of both contacts at the poses for which the candidates were found.
  func readContacts(_ ws: inout KneeWorkspace) {
    ws.patellaContact = summarize(ws.patellaCandidates, patellofemoralLaw)
    ws.tibiaContact = summarize(ws.tibiaCandidates, tibiofemoralLaw)
    ws.contactIsPastLimit = ws.patellaContact.isPastLimit || ws.tibiaContact.isPastLimit
    ws.contactIsRead = true
  }

  private func summarize(_ candidates: borrowing ContactCandidates, _ law: ContactLaw) -> ContactSummary {
    var (force, moment, lateralForce) = (Lanes3.zero, Lanes3.zero, Lanes3.zero)
    var (normal, lateralNormal) = (Lanes.zero, Lanes.zero)
    var (area, deepest) = (Lanes.zero, Lanes.zero)
    var center = Lanes3.zero
    var (lateralPeak, medialPeak) = (Lanes.zero, Lanes.zero)
    forEachTouching(candidates, law) { quad, x, at, mean in
      let pull = quad.area * mean.pressure
      normal += pull
      lateralNormal += pull * quad.lateral
      deepest = Lanes.greatest(at.depth + quad.halfRange, deepest)
      force.subtract(pull, at.x, at.y, at.z)
      moment.subtract(
        pull, x.y * at.z - x.z * at.y, x.z * at.x - x.x * at.z, x.x * at.y - x.y * at.x)
      lateralForce.subtract(pull * quad.lateral, at.x, at.y, at.z)
      area += quad.area * mean.fraction
      center.subtract(Lanes.zero - pull, quad.x, quad.y, quad.z)
      // Of an element partly in contact the pressure of the part that touches; so no peak is below the mean stress.
      let pressure = Lanes.zero.replacing(
        with: mean.pressure / mean.fraction, where: (mean.fraction .> 0) .& (quad.area .> 0))
      let lateral = pressure * quad.lateral
      let medial = pressure - lateral
      lateralPeak = Lanes.greatest(lateral, lateralPeak)
      medialPeak = Lanes.greatest(medial, medialPeak)
    }
    var sum = ContactSummary()
    sum.force = force.total
    sum.moment = moment.total
    sum.isPastLimit = deepest.max() > ContactLaw.limit * law.thickness
    sum.lateralForce = lateralNormal.total
    sum.medialForce = max(0, normal.total - sum.lateralForce)
    sum.lateralResultant = lateralForce.total.length
    sum.medialResultant = (sum.force - lateralForce.total).length
    sum.area = area.total
    sum.lateralPeakPressure = lateralPeak.max()
    sum.medialPeakPressure = medialPeak.max()
    sum.peakPressure = max(sum.lateralPeakPressure, sum.medialPeakPressure)
    if normal.total > 0 { sum.center = center.total / normal.total }
    return sum
  }
}
