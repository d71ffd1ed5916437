using Spindle.Columnar.Types;

namespace Spindle.Sources;

/// <summary>What one leaf of a stage's plan reads in one task; data that travels.</summary>
public abstract record TaskInput
{
    /// <summary>
    /// The leaf gives no rows in this task: another task reads it. Each task of a stage with a union reads one of the union's inputs; those whose leaves all have no input
    /// are not run at all (an aggregate without keys in them would make a row of nothing).
    /// </summary>
    public static readonly TaskInput None = new NoInput();

    /// <summary>The leaf gives all its rows in this task: values, a range, a broadcast.</summary>
    public static readonly TaskInput Whole = new WholeInput();
}

public sealed record NoInput : TaskInput;

public sealed record WholeInput : TaskInput;

/// <summary>Splits of a scanned table.</summary>
public sealed record SplitsInput(ValueList<Split> Splits) : TaskInput;

/// <summary>A part of a range, as <see cref="Plans.Physical.RangeExec"/> has it.</summary>
public sealed record RangeInput(long Start, long End) : TaskInput;

/// <summary>Partitions <paramref name="From"/> up to <paramref name="To"/> (not included) of another stage's output, from the map tasks <paramref name="FirstMap"/> up to <paramref name="LastMap"/> (not included; -1 for all).</summary>
public sealed record PartitionsInput(int From, int To, int FirstMap = 0, int LastMap = -1) : TaskInput;
