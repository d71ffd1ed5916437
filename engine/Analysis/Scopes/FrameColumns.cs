using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Scopes;

/// <summary>
/// What the DataFrames inside a query are made of, in the order in which they are resolved. A frame that is read twice is here twice, each time under the ids that it has there.
/// </summary>
internal sealed class FrameColumns
{
    private readonly List<(long Frame, ColumnScope Columns)> found = [];

    /// <summary>How many there are: what comes later is inside of what is resolved from here on.</summary>
    public int Mark => found.Count;

    public void Add(long frame, ResolvedPlan plan, StringComparison comparison) => found.Add((frame, plan.Scope(comparison)));

    /// <summary>Each place's meaning of names in a frame.</summary>
    public IReadOnlyList<ColumnScope> Of(long frame) => [.. found.Where(f => f.Frame == frame).Select(f => f.Columns)];

    /// <summary>What was found since a mark has new ids.</summary>
    public void Rename(int mark, Func<ColumnReference, ColumnReference> renamed)
    {
        for (var i = mark; i < found.Count; i++)
            found[i] = (found[i].Frame, found[i].Columns.Mapped(renamed));
    }

    /// <summary>What was found since a mark is out of sight.</summary>
    public void Forget(int mark) => found.RemoveRange(mark, found.Count - mark);
}
