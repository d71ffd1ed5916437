using System.Runtime.CompilerServices;
using Spindle.Tpch.RandomStreams;

namespace Spindle.Tpch.Columns;

/// <summary>The calendar of the data, in days since 1970-01-01.</summary>
internal static class Calendar
{
    /// <summary>1992-01-01, the first order date.</summary>
    public const int Start = 8035;

    /// <summary>The days that occur, 1992-01-01 to 1998-12-31.</summary>
    public const int Days = 2557;

    /// <summary>1995-06-17: what is dated later has not happened yet.</summary>
    public const int Current = 9298;

    public const int MaxShipDelay = 121;
    public const int MinCommitDelay = 30;
    public const int MaxCommitDelay = 90;
    public const int MaxReceiptDelay = 30;

    /// <summary>Order dates end early enough for every line to be received within the calendar.</summary>
    public const int OrderDays = Days - (MaxShipDelay + MaxReceiptDelay);
}

/// <summary>The date of the unit's order.</summary>
internal struct OrderDate() : IColumnKernel<int>
{
    private UnitStream stream = new(Streams.OrderDate);
    private int current;

    public void Seek(long unit) => stream.Seek(unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginUnit()
    {
        stream.BeginUnit();
        current = Calendar.Start + (int)stream.Draw(Calendar.OrderDays);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Next() => current;
}

/// <summary>1 to 121 days after the order.</summary>
internal struct ShipDate() : IColumnKernel<int>
{
    private OrderDate order = new();
    private UnitStream delay = new(Streams.LineShipDate);

    public void Seek(long unit)
    {
        order.Seek(unit);
        delay.Seek(unit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginUnit()
    {
        order.BeginUnit();
        delay.BeginUnit();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next() => order.Next() + 1 + (int)delay.Draw(Calendar.MaxShipDelay);
}

/// <summary>30 to 90 days after the order.</summary>
internal struct CommitDate() : IColumnKernel<int>
{
    private OrderDate order = new();
    private UnitStream delay = new(Streams.LineCommitDate);

    public void Seek(long unit)
    {
        order.Seek(unit);
        delay.Seek(unit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginUnit()
    {
        order.BeginUnit();
        delay.BeginUnit();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next() =>
        order.Next() + Calendar.MinCommitDelay + (int)delay.Draw(Calendar.MaxCommitDelay - Calendar.MinCommitDelay + 1);
}

/// <summary>1 to 30 days after shipping.</summary>
internal struct ReceiptDate() : IColumnKernel<int>
{
    private ShipDate ship = new();
    private UnitStream delay = new(Streams.LineReceiptDate);

    public void Seek(long unit)
    {
        ship.Seek(unit);
        delay.Seek(unit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginUnit()
    {
        ship.BeginUnit();
        delay.BeginUnit();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next() => ship.Next() + 1 + (int)delay.Draw(Calendar.MaxReceiptDelay);
}
