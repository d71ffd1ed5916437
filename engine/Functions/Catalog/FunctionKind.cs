namespace Spindle.Functions.Catalog;

public enum FunctionKind : byte
{
    Scalar,
    Aggregate,

    /// <summary>Has a meaning only under OVER.</summary>
    Window,

    /// <summary>Gives rows for a row: <c>explode</c>.</summary>
    Generator,

    /// <summary>Stands in FROM and reads no row: <c>range</c>.</summary>
    Table,
}
