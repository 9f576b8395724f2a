//! Pages of the intake.
