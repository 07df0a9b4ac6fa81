/// A number that JSON shows as null where there is none, so that its key is always there.
@propertyWrapper public struct NullWhenNil: Codable, Sendable, Equatable {
  public var wrappedValue: Double?

  public init(wrappedValue: Double?) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Double.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}
