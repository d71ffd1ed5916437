namespace Spindle.Plans.Expressions;

/// <summary>Identifies a column from analysis until the physical plan binds ordinals; names repeat, ids do not.</summary>
public readonly record struct ColumnId(long Value)
{
    private static long last;

    /// <summary>An id that no other column of this process has.</summary>
    public static ColumnId Next() => new(Interlocked.Increment(ref last));

    public override string ToString() => $"#{Value}";
}
