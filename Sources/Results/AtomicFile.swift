#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a file under a temporary name beside it and renames it, so that the name never holds half a file.
public enum AtomicFile {
  /// Writes all bytes to a path.
  ///
  /// A symbolic link is followed. What is not a regular file (a device, a pipe) is written to directly.
  ///
  /// - Throws: `Failure` with status 73 when nothing can be created there, 74 when writing fails; in both cases
  ///   what the path held before is still there, and no temporary file stays.
  public static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    try write(to: path) { (descriptor) throws(Failure) in
      if let code = writeAll(bytes, to: descriptor) {
        throw Failure(.cannotWrite, "\(path): cannot be written: \(systemMessage(code))")
      }
    }
  }

  /// Writes all bytes to a path that does not exist yet.
  ///
  /// - Throws: `Failure` with status 73 when something is there already, or nothing can be created; 74 when writing fails,
  ///   and then no file stays.
  public static func create(_ bytes: [UInt8], at path: String) throws(Failure) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      let reason =
        errno == EEXIST
        ? "is there already, and is left as it is" : "cannot be created: \(systemMessage(errno))"
      throw Failure(.cannotCreate, "\(path): \(reason)")
    }
    let failed = writeAll(bytes, to: descriptor)
    let isClosed = close(descriptor) == 0
    guard let code = failed ?? (isClosed ? nil : errno) else { return }
    unsafe unlink(path)
    throw Failure(.cannotWrite, "\(path): cannot be written: \(systemMessage(code))")
  }

  /// Lets `body` write to a descriptor, and gives the file its name when `body` has returned.
  public static func write(to path: String, _ body: (Int32) throws(Failure) -> Void) throws(Failure) {
    let target = resolved(path)
    var status = stat()
    let exists = unsafe stat(target, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR {
      throw Failure(.cannotCreate, "\(path): cannot be created: \(systemMessage(EISDIR))")
    }
    let isSpecial = exists && status.st_mode & S_IFMT != S_IFREG
    let opened = isSpecial ? target : target + ".part-\(getpid())"
    let flags = isSpecial ? O_WRONLY : O_WRONLY | O_CREAT | O_TRUNC
    let descriptor = unsafe open(opened, flags, 0o666)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, "\(path): cannot be created: \(systemMessage(errno))")
    }
    do {
      try body(descriptor)
    } catch {
      close(descriptor)
      if !isSpecial { unsafe unlink(opened) }
      throw error
    }
    let isClosed = close(descriptor) == 0
    if isSpecial { return }
    guard isClosed, unsafe rename(opened, target) == 0 else {
      let code = errno
      unsafe unlink(opened)
      throw Failure(.cannotWrite, "\(path): cannot be written: \(systemMessage(code))")
    }
  }

  /// Writes all bytes to a descriptor, going on after short writes and interruptions.
  ///
  /// - Returns: nil when all is written, or the system's error number.
  public static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    unsafe bytes.withUnsafeBytes { buffer -> Int32? in
      var done = 0
      while done < buffer.count {
        let count = unsafe systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: buffer[done...]))
        if count > 0 {
          done += count
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }

  /// What an error number of the system means.
  public static func systemMessage(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

  /// The path with symbolic links followed, or as it is where there is nothing yet.
  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}

/// `write(2)` under a name that the methods above do not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}
