import GRDB
import Studies

/// The tables of the store, and how each version of them came from the one before. A migration that was released is
/// never changed: new columns and tables come with a new one.
enum Schema {
  /// `PRAGMA application_id` of a store: "TROC" in ASCII.
  static let applicationID = 0x5452_4f43

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 studies, runs, states, frames") { db in
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: version1)
    }
    migrator.registerMigration("2 parts of a change by changed muscles") { db in
      try db.execute(
        sql: """
          UPDATE state SET patellofemoral_change =
            replace(patellofemoral_change, '"from_released_muscles_N"', '"from_changed_muscles_N"')
          """)
    }
    migrator.registerMigration("3 dates and numerics of runs") { db in
      try db.execute(sql: version3)
    }
    return migrator
  }

  private static let version1 = """
    CREATE TABLE study (
      id INTEGER PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE,        -- of the content of all inputs
      title TEXT NOT NULL,
      question TEXT,
      states TEXT NOT NULL,             -- JSON: names, the state as it is now first
      parameters TEXT NOT NULL,         -- JSON: columns of the sweep, with units
      report TEXT                       -- JSON: columns to show; null for the usual ones
    );
    CREATE TABLE input (
      study INTEGER NOT NULL REFERENCES study ON DELETE CASCADE,
      position INTEGER NOT NULL,
      role TEXT NOT NULL,               -- study, model, motion
      path TEXT NOT NULL,               -- where it was found; not part of any hash
      hash TEXT NOT NULL,
      text BLOB,                        -- of a study
      PRIMARY KEY (study, position)
    ) WITHOUT ROWID;
    CREATE TABLE run (
      id INTEGER PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE,        -- of the study and the program: what a run is called
      study INTEGER NOT NULL REFERENCES study ON DELETE CASCADE,
      program TEXT NOT NULL,            -- version
      model TEXT NOT NULL,
      model_hash TEXT NOT NULL,
      freedom TEXT NOT NULL,
      boundary TEXT NOT NULL,
      points INTEGER NOT NULL,          -- asked for; finished are those in `point`
      called INTEGER NOT NULL           -- the run last called has the largest
    );
    CREATE TABLE point (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      point INTEGER NOT NULL,           -- from 0
      parameters TEXT NOT NULL,         -- JSON: values in the order of study.parameters
      PRIMARY KEY (run, point)
    ) WITHOUT ROWID;
    CREATE TABLE state (
      run INTEGER NOT NULL,
      point INTEGER NOT NULL,
      state INTEGER NOT NULL,           -- from 0, in the order of study.states
      scenario_hash TEXT NOT NULL,
      status TEXT NOT NULL,
      reason TEXT,
      mass_kg REAL NOT NULL,
      height_m REAL NOT NULL,
      side TEXT NOT NULL,
      activity TEXT NOT NULL,
      tension TEXT NOT NULL,            -- JSON: muscles that differ from healthy
      warnings TEXT NOT NULL,           -- JSON
      patellofemoral_change TEXT,       -- JSON: where the change of the peak comes from
      peak_patellofemoral_force_N REAL,
      peak_patellofemoral_force_BW REAL,
      peak_phase_percent REAL,
      peak_mean_stress_MPa REAL,
      peak_pressure_MPa REAL,
      patellofemoral_impulse_BW_percent REAL,
      peak_tibiofemoral_force_BW REAL,
      change_peak_patellofemoral_force_percent REAL,
      change_peak_mean_stress_percent REAL,
      change_peak_pressure_percent REAL,
      change_patellofemoral_impulse_percent REAL,
      change_peak_tibiofemoral_force_percent REAL,
      PRIMARY KEY (run, point, state),
      FOREIGN KEY (run, point) REFERENCES point ON DELETE CASCADE
    ) WITHOUT ROWID;
    CREATE TABLE frame (
      run INTEGER NOT NULL,
      point INTEGER NOT NULL,
      state INTEGER NOT NULL,
      frame INTEGER NOT NULL,           -- from 0
      time_s REAL NOT NULL,             -- from the first frame
      document TEXT NOT NULL,           -- JSON, as in every document of results
      PRIMARY KEY (run, point, state, frame),
      FOREIGN KEY (run, point, state) REFERENCES state ON DELETE CASCADE
    );
    """

  /// Empty in runs of before.
  private static let version3 = """
    ALTER TABLE run ADD COLUMN numerics TEXT;    -- hash of what the program computes
    ALTER TABLE run ADD COLUMN begun_utc TEXT;   -- ISO 8601; in no hash and in no export
    ALTER TABLE run ADD COLUMN called_utc TEXT;  -- when it was last called
    """
}
