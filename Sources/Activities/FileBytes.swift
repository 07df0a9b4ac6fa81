import Knee

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one place where input files are opened.
public enum FileBytes {
  /// Largest file that is read, bytes: 512 MiB, an hour of a full-body trial at 1000 Hz with room to spare.
  public static let sizeLimit = 512 << 20

  /// The bytes of a file, a pipe or a device, read until its end.
  ///
  /// Throws `InputError` (missing) when the path is empty, not there, a folder or not readable, and
  /// `InputError` (data) when more than `limit` bytes come.
  public static func read(path: String, limit: Int = sizeLimit) throws(InputError) -> [UInt8] {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw InputError(.missing, file: path, problem: "this is not the path of a file")
    }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw missing(path) }
    defer { close(descriptor) }

    // The size is only a hint: pipes report none, and a growing file more than it said.
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw missing(path) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw InputError(.missing, file: path, problem: "this is a folder, not a file")
    }
    let tooLarge = InputError(
      .data, file: path, problem: "the file is too large", allowed: "at most \(limit >> 20) MiB")
    guard status.st_size <= limit else { throw tooLarge }

    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe systemRead(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw missing(path) }
      if count == 0 { return bytes }
      guard bytes.count + count <= limit else { throw tooLarge }
      bytes.append(contentsOf: chunk[0..<count])
    }
  }

  /// The last system error in words.
  private static func missing(_ path: String) -> InputError {
    let code = errno
    let problem =
      switch code {
      case ENOENT, ENOTDIR: "there is no such file"
      case EACCES, EPERM: "no permission to read this file"
      default: unsafe "cannot be read: " + String(cString: strerror(code))
      }
    return InputError(.missing, file: path, problem: problem)
  }
}

/// `read(2)` under a name that the method above does not hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(descriptor, buffer, count)
}
