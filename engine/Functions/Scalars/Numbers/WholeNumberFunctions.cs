using System.Numerics;
using Spindle.Columnar.Types;
using Spindle.Functions.Casts;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Numbers;

/// <summary>Functions of the bits of whole numbers, and of whole numbers alone.</summary>
internal static class WholeNumberFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["bitwise_and"] = call => Bitwise(call, BitOperation.And),
        ["bitwise_or"] = call => Bitwise(call, BitOperation.Or),
        ["bitwise_xor"] = call => Bitwise(call, BitOperation.Xor),
        ["bitwise_not"] = call => ByWidth(call.ResultType, new Complement(call)),
        ["shiftleft"] = call => Shift(call, ShiftOperation.Left),
        ["shiftright"] = call => Shift(call, ShiftOperation.Right),
        ["shiftrightunsigned"] = call => Shift(call, ShiftOperation.RightUnsigned),
        ["bit_count"] = call => call.Arguments[0].Type is BooleanType
            ? new FunctionSite(new FromBooleanKernel<int>(DataType.Int, 1), call.Arguments[0])
            : ByWidth(call.Arguments[0].Type, new BitCount(call)),
        ["factorial"] = call => new FunctionSite(new TryMapKernel<int, long, Factorial>(DataType.Long, default, null), call.Arguments[0]),
    };

    private enum BitOperation : byte
    {
        And,
        Or,
        Xor,
    }

    private enum ShiftOperation : byte
    {
        Left,
        Right,
        RightUnsigned,
    }

    private interface IByWidth
    {
        FunctionSite Of<T>() where T : unmanaged, IBinaryInteger<T>;
    }

    private static FunctionSite ByWidth(DataType type, IByWidth make) => type switch
    {
        ByteType => make.Of<sbyte>(),
        ShortType => make.Of<short>(),
        IntegerType => make.Of<int>(),
        _ => make.Of<long>(),
    };

    private static FunctionSite Bitwise(Call call, BitOperation operation) => ByWidth(call.ResultType, new BitwiseOfTwo(call, operation));

    private static FunctionSite Shift(Call call, ShiftOperation operation) => call.ResultType is LongType
        ? new(new TryZipKernel<long, int, long, ShiftLong>(call.ResultType, new ShiftLong(operation), null), call.Arguments[0], call.Arguments[1])
        : new(new TryZipKernel<int, int, int, ShiftInt>(call.ResultType, new ShiftInt(operation), null), call.Arguments[0], call.Arguments[1]);

    private sealed class BitwiseOfTwo(Call call, BitOperation operation) : IByWidth
    {
        public FunctionSite Of<T>() where T : unmanaged, IBinaryInteger<T> =>
            new(new TryZipKernel<T, T, T, BitwiseZip<T>>(call.ResultType, new BitwiseZip<T>(operation), null), call.Arguments[0], call.Arguments[1]);
    }

    private sealed class Complement(Call call) : IByWidth
    {
        public FunctionSite Of<T>() where T : unmanaged, IBinaryInteger<T> => new(new MapKernel<T, T, ComplementMap<T>>(call.ResultType, default), call.Arguments[0]);
    }

    private sealed class BitCount(Call call) : IByWidth
    {
        public FunctionSite Of<T>() where T : unmanaged, IBinaryInteger<T> => new(new MapKernel<T, int, BitCountMap<T>>(DataType.Int, default), call.Arguments[0]);
    }

    private readonly struct BitwiseZip<T>(BitOperation operation) : ITryZip<T, T, T> where T : unmanaged, IBinaryInteger<T>
    {
        public bool TryZip(T left, T right, out T result)
        {
            result = operation switch
            {
                BitOperation.And => left & right,
                BitOperation.Or => left | right,
                _ => left ^ right,
            };
            return true;
        }
    }

    private readonly struct ComplementMap<T> : IMap<T, T> where T : unmanaged, IBinaryInteger<T>
    {
        public T Map(T value) => ~value;
    }

    /// <summary>Narrow numbers count as the 64-bit numbers that they are.</summary>
    private readonly struct BitCountMap<T> : IMap<T, int> where T : unmanaged, IBinaryInteger<T>
    {
        public int Map(T value) => BitOperations.PopCount((ulong)long.CreateTruncating(value));
    }

    private readonly struct ShiftInt(ShiftOperation operation) : ITryZip<int, int, int>
    {
        public bool TryZip(int left, int right, out int result)
        {
            result = operation switch
            {
                ShiftOperation.Left => left << right,
                ShiftOperation.Right => left >> right,
                _ => left >>> right,
            };
            return true;
        }
    }

    private readonly struct ShiftLong(ShiftOperation operation) : ITryZip<long, int, long>
    {
        public bool TryZip(long left, int right, out long result)
        {
            result = operation switch
            {
                ShiftOperation.Left => left << right,
                ShiftOperation.Right => left >> right,
                _ => left >>> right,
            };
            return true;
        }
    }

    private readonly struct Factorial : ITryMap<int, long>
    {
        public bool TryMap(int value, out long result)
        {
            result = 1;
            for (var i = 2; i <= Math.Min(value, 20); i++)
                result *= i;
            return value is >= 0 and <= 20;
        }
    }
}
