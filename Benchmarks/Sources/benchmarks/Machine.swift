import Foundation

/// What the numbers belong to, a line each.
func machineFacts() -> [(String, String)] {
  let processor =
    lines(of: "/proc/cpuinfo").first { $0.hasPrefix("model name") }
    .flatMap { $0.split(separator: ":").last }.map { $0.trimmingCharacters(in: .whitespaces) }
  let load = lines(of: "/proc/loadavg").first.map {
    $0.split(separator: " ").prefix(3).joined(separator: " ")
  }
  return [
    ("processor", processor ?? "unknown"),
    ("cores", "\(ProcessInfo.processInfo.activeProcessorCount); load average \(load ?? "unknown")"),
    ("system", ProcessInfo.processInfo.operatingSystemVersionString),
    ("compiler", compilerVersion()),
    ("LAPACK, BLAS", linearAlgebra()),
    ("threads", "1"),
  ]
}

/// The libraries that this process has mapped, with their folder's name, which tells reference from OpenBLAS; LAPACK
/// first, in whatever order they were mapped.
func linearAlgebra() -> String {
  var names: [String] = []
  for line in lines(of: "/proc/self/maps") {
    guard let path = line.split(separator: " ").last, path.contains("/lib") else { continue }
    let parts = path.split(separator: "/").suffix(2)
    guard let file = parts.last, ["liblapack", "libblas", "libopenblas"].contains(where: file.hasPrefix)
    else {
      continue
    }
    let name = parts.joined(separator: "/")
    if !names.contains(name) { names.append(name) }
  }
  return names.isEmpty ? "unknown" : names.sorted(by: >).joined(separator: ", ")
}

/// The first line of `swift --version`.
func compilerVersion() -> String {
  guard let pipe = unsafe popen("swift --version 2>/dev/null", "r") else { return "unknown" }
  defer { unsafe pclose(pipe) }
  var buffer = [CChar](repeating: 0, count: 256)
  guard unsafe fgets(&buffer, Int32(buffer.count), pipe) != nil else { return "unknown" }
  return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    .trimmingCharacters(in: .whitespacesAndNewlines)
}

/// Such as `glibc 2.36`.
func cLibraryVersion() -> String {
  #if canImport(Glibc)
    var buffer = [CChar](repeating: 0, count: 64)
    let length = unsafe confstr(Int32(_CS_GNU_LIBC_VERSION), &buffer, buffer.count)
    if length > 1 {
      return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  #endif
  return "unknown"
}

private func lines(of path: String) -> [String] {
  // Files of /proc have no size, and reading one as a string by its path stops at the first page: read to the end.
  guard let bytes = try? FileHandle(forReadingAtPath: path)?.readToEnd() else { return [] }
  return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
}
