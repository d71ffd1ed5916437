namespace Spindle.Driver.Tests.Simulation;

/// <summary>How likely what goes wrong, for each chance it has.</summary>
internal sealed record Faults(double Disturb = 0.01, double TaskFails = 0.01, double Late = 0.01, double Duplicate = 0.05, double Straggle = 0.02, double CorruptBlock = 0.0005, double PlanFails = 0.001, double Nondeterministic = 0);
