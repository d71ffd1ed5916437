using Spindle.Columnar.Types;

namespace Spindle.Analysis.Routines;

/// <summary>Something that only one session has.</summary>
/// <param name="Kind"><c>VIEW</c>, <c>FUNCTION</c> or <c>VARIABLE</c>.</param>
public sealed record TemporaryObject(string Kind, ValueList<string> Name);
