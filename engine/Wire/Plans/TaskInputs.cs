using Spindle.Columnar.Types;
using Spindle.Sources;

namespace Spindle.Wire.Plans;

/// <summary>What one task reads, leaf by leaf.</summary>
public sealed record TaskInputs(ValueList<TaskInput> Leaves);
