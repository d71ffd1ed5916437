using Spindle.Plans.Scripts;

namespace Spindle.Sql.Scripting;

/// <summary>Where a script goes on after a piece of it.</summary>
internal enum FlowKind : byte
{
    /// <summary>With the next statement.</summary>
    Next,

    /// <summary>Behind the block or loop of a label.</summary>
    Leave,

    /// <summary>With the next round of the loop of a label.</summary>
    Iterate,

    /// <summary>Behind a block, whose handler has to run first.</summary>
    Handle,
}

/// <param name="Label">The block or loop that is left or begun again; null for the other kinds.</param>
/// <param name="Scope">The block whose handler runs; null for the other kinds.</param>
internal readonly record struct Flow(FlowKind Kind, string? Label = null, HandlerScope? Scope = null, ScriptHandler? Handler = null)
{
    public static readonly Flow Next = new(FlowKind.Next);

    public bool Is(FlowKind kind, string? label) => Kind == kind && label is not null && string.Equals(Label, label, StringComparison.OrdinalIgnoreCase);
}
