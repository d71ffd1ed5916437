namespace Spindle.Sql;

// Functions over bits.
public static partial class Functions
{
    /// <summary>SQL's <c>bit_count</c>.</summary>
    public static Column BitCount(Column col) => Call("bit_count", col);

    /// <summary>SQL's <c>bit_get</c>.</summary>
    public static Column BitGet(Column col, object? pos) => Call("bit_get", col, Lit(pos));

    /// <summary>SQL's <c>~</c>.</summary>
    public static Column BitwiseNot(Column col) => Call("~", col);

    /// <summary>SQL's <c>getbit</c>.</summary>
    public static Column GetBit(Column col, object? pos) => Call("getbit", col, Lit(pos));

    /// <summary>SQL's <c>shiftleft</c>.</summary>
    public static Column ShiftLeft(Column col, object? numBits) => Call("shiftleft", col, Lit(numBits));

    /// <summary>SQL's <c>shiftright</c>.</summary>
    public static Column ShiftRight(Column col, object? numBits) => Call("shiftright", col, Lit(numBits));

    /// <summary>SQL's <c>shiftrightunsigned</c>.</summary>
    public static Column ShiftRightUnsigned(Column col, object? numBits) => Call("shiftrightunsigned", col, Lit(numBits));
}
