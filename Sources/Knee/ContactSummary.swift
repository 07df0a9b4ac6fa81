import Dense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a cartilage's contact amounts to.
public struct ContactSummary: Sendable {
  /// Resultant force on the moving body, femur frame, N.
  public var force = Vector3.zero
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
}

extension KneeModel {
  /// The contact of the patella with the femur at `ws.coordinates`.
  public func patellofemoralContact(using ws: borrowing KneeWorkspace) -> ContactSummary {
    summarize(patellaElements, patellofemoralLaw, BodyPose(ws.coordinates, offset: 6))
  }

  /// The contact of the tibia with the femur at `ws.coordinates`.
  public func tibiofemoralContact(using ws: borrowing KneeWorkspace) -> ContactSummary {
    summarize(tibiaElements, tibiofemoralLaw, BodyPose(ws.coordinates, offset: 0))
  }

  private func summarize(
    _ elements: ContactElements, _ law: ContactLaw, _ pose: borrowing BodyPose
  ) -> ContactSummary {
    var sum = ContactSummary()
    var (lateral, medial) = (Vector3.zero, Vector3.zero)
    for i in 0..<elements.count {
      let w = elements.halfRanges[i]
      let x = elements.points[i]
      guard let at = femur.sample(at: pose.place(x), margin: w),
        let mean = law.mean(depth: at.depth, halfRange: w)
      else { continue }
      let normalForce = elements.areas[i] * mean.pressure
      // Of an element partly in contact the pressure of the part that touches; so no peak is below the mean stress.
      let pressure = mean.pressure / mean.fraction
      let force = -normalForce * at.gradient
      sum.area += elements.areas[i] * mean.fraction
      sum.center += normalForce * x
      if elements.isLateral[i] {
        lateral += force
        sum.lateralForce += normalForce
        sum.lateralPeakPressure = max(sum.lateralPeakPressure, pressure)
      } else {
        medial += force
        sum.medialForce += normalForce
        sum.medialPeakPressure = max(sum.medialPeakPressure, pressure)
      }
    }
    sum.force = lateral + medial
    sum.lateralResultant = lateral.length
    sum.medialResultant = medial.length
    sum.peakPressure = max(sum.lateralPeakPressure, sum.medialPeakPressure)
    let total = sum.lateralForce + sum.medialForce
    if total > 0 { sum.center /= total }
    return sum
  }
}
